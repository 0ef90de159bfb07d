import { expect, it } from 'vitest'
import { type SnapshotOrigin, snapshotKey } from './snapshot-key.js'

const origin: SnapshotOrigin = {
  commit: 'a'.repeat(40),
  env: { DOMAIN: 'wiki.ci.test', TYPE: 'wiki' },
  overlays: { 'hooks.ts': 'seed()', 'recipe.yaml': 'health: {}' },
  images: { app: 'sha256:1', db: 'sha256:2' },
  harnessVersion: '0.1.0',
  arguments: ['--tiers', 'install'],
}

const changes: readonly [string, Partial<SnapshotOrigin>][] = [
  ['the commit', { commit: 'b'.repeat(40) }],
  ['a value of the env', { env: { ...origin.env, TYPE: 'wiki2' } }],
  ['a name in the env', { env: { DOMAIN: 'wiki.ci.test', KIND: 'wiki' } }],
  ['one more variable', { env: { ...origin.env, LETS: '' } }],
  ['the content of an overlay', { overlays: { ...origin.overlays, 'hooks.ts': 'seed() ' } }],
  ['the name of an overlay', { overlays: { 'hooks.js': 'seed()', 'recipe.yaml': 'health: {}' } }],
  ['one overlay less', { overlays: { 'hooks.ts': 'seed()' } }],
  ['the digest of an image', { images: { ...origin.images, db: 'sha256:3' } }],
  ['the images of two services, swapped', { images: { app: 'sha256:2', db: 'sha256:1' } }],
  ['the version of the harness', { harnessVersion: '0.1.1' }],
  ['an argument', { arguments: ['--tiers', 'upgrade'] }],
  ['where one argument ends', { arguments: ['--tiers install'] }],
]

it.each(changes)('V-19: is another one after a change of %s', (_, change) => {
  expect(snapshotKey({ ...origin, ...change })).not.toBe(snapshotKey(origin))
})

it('V-19: is never the same for two of these', () => {
  const keys = [{}, ...changes.map(([, change]) => change)].map((change) => snapshotKey({ ...origin, ...change }))

  expect(new Set(keys).size).toBe(keys.length)
})

it('is the same for the same content, in whatever order and form it is given', () => {
  const reordered = {
    ...origin,
    env: { TYPE: 'wiki', DOMAIN: 'wiki.ci.test' },
    overlays: { 'recipe.yaml': Buffer.from('health: {}'), 'hooks.ts': 'seed()' },
  }
  expect(snapshotKey(reordered)).toBe(snapshotKey(origin))
  expect(snapshotKey(origin)).toMatch(/^[0-9a-f]{64}$/)
})
