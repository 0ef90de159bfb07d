import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadSettings } from './load-settings.js'

function overlaysWith(text: string) {
  const folder = temporaryFolder(onTestFinished)
  writeFileSync(join(folder, 'recipe.yaml'), text)
  return { folder, file: join(folder, 'recipe.yaml') }
}

const defaults = { healthPath: '/', healthOk: [200, 301, 302], deployTimeout: 600, expectedNa: {}, extraEnv: {} }

describe('without recipe.yaml the defaults hold', () => {
  it.each([
    ['no overlays at all', () => undefined],
    ['overlays of tests only', () => temporaryFolder(onTestFinished)],
    ['an empty file', () => overlaysWith('').folder],
  ])('%s', async (_, overlays) => {
    expect(await loadSettings(overlays())).toMatchObject(defaults)
  })
})

it('reads what is set, and keeps the other defaults', async () => {
  const { folder } = overlaysWith('healthPath: /status\nexpectedNa:\n  backup_restore: stateless\n')

  expect(await loadSettings(folder)).toMatchObject({
    ...defaults,
    healthPath: '/status',
    expectedNa: { backup_restore: 'stateless' },
  })
})

describe('H-06: a bad file is rejected with its place', () => {
  it.each<[string, string, number, string | undefined, RegExp]>([
    ['a misspelt key', 'healthOk: [200]\nhealthpaht: /x\n', 2, 'healthpaht', /healthPath/],
    ['an unknown key', 'zzzzzzzzzzzzzzzz: 1\n', 1, 'zzzzzzzzzzzzzzzz', /healthPath/],
    ['a wrong type', '# budget\n\ndeployTimeout: soon\n', 3, 'deployTimeout', /./],
    ['404 as healthy', 'healthOk:\n  - 200\n  - 404\n', 3, 'healthOk.1', /./],
    ['the sentinel of a failed probe as healthy', 'healthOk: [0]\n', 1, 'healthOk.0', /./],
    ['a rung that always applies', 'expectedNa:\n  install: no\n', 2, 'expectedNa.install', /./],
    ['broken YAML', 'healthPath: [\n', 2, undefined, /./],
  ])('%s', async (_, text, line, key, hint) => {
    const { folder, file } = overlaysWith(text)

    await expect(loadSettings(folder)).rejects.toMatchObject({
      code: 'RECIPE_SETTINGS_INVALID',
      exitCode: 2,
      message: expect.stringContaining(`${file}, line ${line}, `),
      hint: expect.stringMatching(hint),
      place: { file, line, ...(key !== undefined && { key }) },
    })
  })

  it('says of each further problem where it is', async () => {
    const { folder } = overlaysWith('deployTimeout: soon\nhttpTimeout: later\nhealthPath: x\n')

    await expect(loadSettings(folder)).rejects.toThrow(/line 1, .*\(and 2 more: line 2 .*; line 3 /)
  })

  it('a file that cannot be read is no missing one', async () => {
    const folder = temporaryFolder(onTestFinished)
    mkdirSync(join(folder, 'recipe.yaml'))

    await expect(loadSettings(folder)).rejects.toMatchObject({ code: 'RECIPE_SETTINGS_INVALID', exitCode: 2 })
  })
})
