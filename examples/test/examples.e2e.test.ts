import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, assert, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../packages/ci-harness/src/adapters/chromium/find-browser.js'
import type { RecipeSettings } from '../../packages/contracts/src/recipe-settings.js'
import { expectedBack, isWatched, type RunResult } from '../../packages/contracts/src/run-result.js'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { compareRun } from '../lies/compare-run.js'
import { readGoodExamples, readLies } from '../lies/expectation.js'
import { runRecipe } from '../lies/run-recipe.js'
import { expectEveryOutput } from './outputs-of-a-run.js'
import { withoutPictures } from './without-pictures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const broken = join(root, 'examples/broken')

let runsDir = ''
beforeAll(async () => {
  runsDir = await mkdtemp(join(tmpdir(), 'cc-ci-examples-'))
  await ensureBed({ nested: true, images: ['all'], registry: true })
  await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
  await materialiseExamples(join(root, 'examples/broken'), join(root, '.testbed/recipes/broken'))
}, 600_000)
afterAll(() => rm(runsDir, { recursive: true, force: true }))

describe.concurrent('good recipes', () => {
  const fast = readGoodExamples(join(root, 'examples')).filter(({ expected }) => expected.fast)

  it.each(fast.map((good) => ({ ...good, why: good.expected.why })))(
    '$name is what it should be, with its data kept and brought back: $why',
    async ({ name, expected }) => {
      const found = await runRecipe(name, { workspace: root, runsDir: join(runsDir, name) })
      const { result, words } = found

      expect(compareRun(expected, found), words).toEqual({ judgement: 'as expected', differences: [] })
      assert(result, words)
      const deploys = 1 + result.dependencies.length
      expect(result.deploys).toEqual({ count: deploys, expected: deploys })
      for (const dependency of result.dependencies) expect(dependency).toMatchObject({ status: 'ready', proven: true })
      expect(result.versions, 'V-18: what judged').toMatchObject({ harness: aVersion, docker: aVersion })
      expect(result.data.length).toBeGreaterThan(0)
      for (const store of result.data.filter(isWatched))
        expect(store).toMatchObject({ afterUpgrade: store.seeded, afterRestore: expectedBack(store) })
      if (expected.rungs.functional === 'pass') expect(customTestsOf(result)).toBeGreaterThanOrEqual(2)
      const { screenshot } = result.customization.settings as Partial<RecipeSettings>
      if (screenshot?.off === undefined) expectPictures(result, join(runsDir, name, result.runId))
      if (name === 'guestbook') await expectEveryOutput(result, join(runsDir, name))
    },
  )
})

const aVersion = expect.stringMatching(/^\d+\.\d+\.\d+/)

function customTestsOf({ stages }: RunResult): number {
  const custom = stages.find(({ name }) => name === 'custom')
  return (custom?.tests ?? []).filter(({ origin }) => origin === 'ours').length
}

/** P-01: three that show the app, on the card the newest; without a browser the reason, and the run is as green. */
function expectPictures({ artefacts }: RunResult, folder: string): void {
  const { screenshot, screenshotReason, screenshots } = artefacts
  expect(screenshots.map(({ moment }) => moment)).toEqual(['installed', 'upgraded', 'restored'])
  if (findChromium(process.env) === undefined) {
    expect(screenshotReason).toMatch(/^no Chromium; /)
    return
  }
  expect([screenshotReason, ...screenshots.map(({ reason }) => reason)]).toEqual([null, null, null, null])
  for (const file of [screenshot, ...screenshots.map((record) => record.file)])
    expect(existsSync(join(folder, file ?? '')), `${file}`).toBe(true)
  expect(existsSync(join(folder, 'browser'))).toBe(false)
}

describe.concurrent('broken recipes', () => {
  const fast = readLies(broken).filter(({ expected }) => expected.fast)

  it.each(fast.map((lie) => ({ ...lie, why: lie.expected.why })))(
    'V-20: $name is told apart: $why',
    async ({ name, expected }) => {
      const found = await runRecipe(name, {
        workspace: broken,
        runsDir: join(runsDir, name),
        environment: withoutPictures,
      })

      expect(compareRun(expected, found), found.words).toEqual({ judgement: 'as expected', differences: [] })
    },
  )
})
