import { describe, expect, it } from 'vitest'
import { readComposeDocument } from './compose-document.js'
import { compareVersions, isReleaseTag, newestOlderThan, parseRecipeVersion, versionOf } from './version.js'

it.each([
  ['1.0.0+1.14.3', [1, 0, 0], [], '1.14.3'],
  ['0.2.10+1.0.5-social-amd64', [0, 2, 10], [], '1.0.5-social-amd64'],
  ['2.0.0-rc.1+v5', [2, 0, 0], ['rc', '1'], 'v5'],
  ['1.0.0+RELEASE.2024-01-01T00_00', [1, 0, 0], [], 'RELEASE.2024-01-01T00_00'],
])('reads the version %s', (text, recipe, prerelease, upstream) => {
  expect(parseRecipeVersion(text)).toEqual({ text, recipe, prerelease, upstream })
})

it.each(['v1.0.3', '1.0.3', '1.0+2', 'v1.0.0+1', 'latest', '', '1.0.0+', '1.0.0+a b', ' 1.0.0+1'])(
  'takes %j for no recipe version',
  (text) => {
    expect(parseRecipeVersion(text)).toBeUndefined()
    expect(isReleaseTag(text)).toBe(false)
  },
)

it('takes a prerelease for no release', () => {
  expect(isReleaseTag('1.0.0+1')).toBe(true)
  expect(isReleaseTag('1.0.0-rc1+1')).toBe(false)
})

describe('compareVersions', () => {
  const ascending = [
    'v1.0.3',
    'v1.0.10',
    'latest',
    '0.9.0+9',
    '1.0.0-alpha+1',
    '1.0.0-alpha.1+1',
    '1.0.0-alpha.beta+1',
    '1.0.0-beta.2+1',
    '1.0.0-beta.11+1',
    '1.0.0-rc.1+1',
    '1.0.0+1.9.0',
    '1.0.0+1.10.0-rc1',
    '1.0.0+v1.10.0',
    '1.0.0+1.10.0-alpine',
    '1.0.0+1.10.1',
    '1.0.0+2',
    '1.0.1+1.0.0',
    '1.2.0+1',
    '1.10.0+1',
    '10.0.0+1',
  ]

  it('orders every pair', () => {
    ascending.forEach((left, i) => {
      ascending.forEach((right, j) => {
        expect([left, right, Math.sign(compareVersions(left, right))]).toEqual([left, right, Math.sign(i - j)])
      })
    })
  })

  it('takes a leading v of the upstream part for nothing', () => {
    expect(compareVersions('1.0.0+v1.2', '1.0.0+1.2')).toBe(0)
  })
})

it.each([
  ['1.2.0+3', '1.1.0+2'],
  ['1.1.5+2', '1.1.0+2'],
  ['1.1.0+2', '1.0.0+1'],
  ['1.0.0+1', undefined],
  ['latest', undefined],
])('finds the newest release older than %s', (version, expected) => {
  const tags = ['1.1.0+2', 'v9.0.3', '1.2.0-rc1+3', '1.0.0+1', '1.2.0+3']
  expect(newestOlderThan(tags, version)).toBe(expected)
})

describe('versionOf', () => {
  const read = (services: string) => versionOf(readComposeDocument(`services: ${services}`), { STACK_NAME: 't' })

  it.each([
    ['on app', '{app: {deploy: {labels: ["coop-cloud.t.version=1.0.0+1"]}}}', '1.0.0+1', 'app', '1.0.0+1'],
    ['on web only', '{web: {deploy: {labels: {coop-cloud.t.version: 1.0.0+1}}}}', '1.0.0+1', 'web', '1.0.0+1'],
    ['left empty', '{app: {deploy: {labels: ["coop-cloud.t.version="]}}}', '', 'app', undefined],
    [
      'interpolated',
      '{app: {deploy: {labels: ["coop-cloud.${STACK_NAME}.version=${COOP_CLOUD_VERSION:-latest}"]}}}',
      'latest',
      'app',
      undefined,
    ],
    [
      'in the very old scheme',
      '{app: {deploy: {labels: ["coop-cloud.t.app.version=1-abc"]}}}',
      undefined,
      undefined,
      undefined,
    ],
    [
      'under the service, where nobody reads it',
      '{app: {labels: ["coop-cloud.t.version=1.0.0+1"]}}',
      undefined,
      undefined,
      undefined,
    ],
  ])('reads a version label %s', (_, services, label, service, version) => {
    expect(read(services)).toMatchObject({ label, service })
    expect(read(services).version?.text).toBe(version)
  })

  it('prefers app', () => {
    const label = (version: string) => `{deploy: {labels: {coop-cloud.t.version: ${version}}}}`
    expect(read(`{db: ${label('2.0.0+1')}, app: ${label('1.0.0+1')}}`).version?.text).toBe('1.0.0+1')
  })
})
