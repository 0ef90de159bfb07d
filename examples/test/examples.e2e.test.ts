import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { findChromium } from '../../packages/ci-harness/src/adapters/chromium/find-browser.js'
import { expectedBack, isWatched, type RunResult } from '../../packages/contracts/src/run-result.js'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ccCi = join(root, 'packages/cli/bin/run.js')

interface Expected {
  readonly why: string
  readonly verdict: RunResult['verdict']
  readonly level: number
  readonly rungs: Record<string, string>
  readonly fault?: { readonly code: string; readonly service?: string }
  readonly says: string
  /** Where the diagnosis sends a maintainer. */
  readonly place?: string
  /** How often it is tried, when not once. */
  readonly attempts?: number
  /** Tests of the custom tier and what must become of each. */
  readonly tests?: Record<string, string>
}

const exampleNames = (folder: string, besides: readonly string[]): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !besides.includes(entry.name))
    .map(({ name }) => name)

let runsDir = ''
beforeAll(async () => {
  runsDir = await mkdtemp(join(tmpdir(), 'cc-ci-examples-'))
  await ensureBed({ nested: true, images: ['all'], registry: true })
  await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
  await materialiseExamples(join(root, 'examples/broken'), join(root, '.testbed/recipes/broken'))
}, 600_000)
afterAll(() => rm(runsDir, { recursive: true, force: true }))

/** Runs the built program as a user would, in the workspace that names the recipe. */
function test(recipe: string, workspace: string): Promise<{ exitCode: number; result: RunResult; errors: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      ccCi,
      ['test', recipe, '--json', '--runs-dir', join(runsDir, recipe)],
      { cwd: workspace },
      (_, stdout, stderr) => {
        resolve({ exitCode: child.exitCode ?? -1, result: JSON.parse(stdout) as RunResult, errors: stderr })
      },
    )
  })
}

describe.concurrent('good recipes', () => {
  it.each(exampleNames('examples', ['broken', 'test']))(
    '%s reaches level 5, with its data kept and brought back',
    async (recipe) => {
      const { exitCode, result, errors } = await test(recipe, root)

      expect(result, errors).toMatchObject({
        verdict: 'green',
        level: 5,
        leftovers: [],
        deploys: { count: 1, expected: 1 },
      })
      expect(exitCode).toBe(0)
      expect(result.data.length).toBeGreaterThan(0)
      for (const store of result.data.filter(isWatched))
        expect(store).toMatchObject({ afterUpgrade: store.seeded, afterRestore: expectedBack(store) })
      const custom = result.stages.find(({ name }) => name === 'custom')
      expect(custom?.tests.filter(({ origin }) => origin === 'ours').length).toBeGreaterThanOrEqual(2)
      expectPictures(result, join(runsDir, recipe, result.runId))
    },
  )
})

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
  const broken = exampleNames('examples/broken', ['recipes']).map((name) => {
    const expected = parse(readFileSync(join(root, 'examples/broken', name, 'expected.yaml'), 'utf8')) as Expected
    return { name, expected, why: expected.why }
  })

  it.each(broken)('V-20: $name is told apart: $why', async ({ name, expected }) => {
    const { exitCode, result, errors } = await test(name, join(root, 'examples/broken'))

    expect(result, errors).toMatchObject({ verdict: expected.verdict, level: expected.level, leftovers: [] })
    expect(exitCode).toBe({ green: 0, red: 1, error: 3 }[expected.verdict])
    for (const [rung, status] of Object.entries(expected.rungs))
      expect(result.rungs, rung).toMatchObject({ [rung]: { status } })
    expect(result.fault?.code).toBe(expected.fault?.code)
    if (expected.fault?.service !== undefined) expect(result.fault?.service).toBe(expected.fault.service)
    expect(result.retry?.attempt ?? 1).toBe(expected.attempts ?? 1)
    expect(result.diagnosis === null, 'a diagnosis, unless all is well').toBe(expected.verdict === 'green')
    if (expected.place !== undefined) expect(result.diagnosis?.place).toBe(expected.place)
    const custom = result.stages.find(({ name }) => name === 'custom')?.tests ?? []
    const found = Object.fromEntries(custom.map((each) => [each.name, each.status]))
    expect(found).toMatchObject(expected.tests ?? {})
    expect(errors.replaceAll(/\s+/g, ' '), 'what a person reads').toMatch(new RegExp(expected.says))
  })
})
