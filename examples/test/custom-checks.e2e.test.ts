import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { outcomeOf, readSabotages, type Sabotage, writeSabotageWorkspace } from './sabotage-workspace.js'
import { withoutPictures } from './without-pictures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ccCi = join(root, 'packages/cli/bin/run.js')
const customFolder = (recipe: string): string => join(root, 'recipes', recipe, 'custom')

const names = readdirSync(join(root, 'recipes')).filter((recipe) => existsSync(customFolder(recipe)))
// WordPress takes longest, so it starts first.
const recipes = await Promise.all(
  names.toReversed().map(async (recipe) => ({
    recipe,
    sabotages: await readSabotages(join(root, 'examples/test/sabotages'), recipe),
  })),
)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cc-ci-sabotage-'))
  await ensureBed({ nested: true, images: ['all'], registry: true })
  await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
}, 600_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

for (const { recipe, sabotages } of recipes)
  describe.concurrent(`of the custom tests of ${recipe}`, () => {
    // A test that cannot fail, to see that one would be found out.
    const blind = sabotages.slice(0, 1).map((sabotage) => ({ ...sabotage, test: 'test_looks_away.sh' }))
    let run: { readonly result: RunResult; readonly errors: string }
    beforeAll(async () => {
      run = await runSabotaged(recipe, [...sabotages, ...blind])
    }, 180_000)

    for (const [index, { test, when, says }] of sabotages.entries())
      it(`${test} fails when ${when}, and passes again when that is mended`, () => {
        const { statuses, said } = outcomeOf(run.result, index)

        expect(statuses, run.errors).toEqual({ break: 'pass', broken: 'fail', mend: 'pass', mended: 'pass' })
        expect(said).toContain(says)
      })

    it('none is without a sabotage', () => {
      const tests = readdirSync(customFolder(recipe)).filter((name) => name.startsWith('test_'))

      expect(new Set(sabotages.map(({ test }) => test))).toEqual(new Set(tests))
    })

    it('one that cannot fail would be found out', () => {
      const { statuses } = outcomeOf(run.result, sabotages.length)

      expect(statuses, run.errors).toEqual({ break: 'pass', broken: 'pass', mend: 'pass', mended: 'pass' })
    })

    it('each fails only when sabotaged, and the app runs on', () => {
      const failed = run.result.stages.flatMap(({ tests }) => tests.filter(({ status }) => status !== 'pass'))

      expect(failed.length, run.errors).toBe(sabotages.length)
      expect(run.result).toMatchObject({ verdict: 'red', fault: { code: 'CUSTOM_TEST_FAILED' }, leftovers: [] })
    })
  })

/** Lets the built program install the recipe once and do all sabotages to it. */
async function runSabotaged(
  recipe: string,
  sabotages: readonly Sabotage[],
): Promise<{ result: RunResult; errors: string }> {
  const workspace = join(folder, recipe)
  await writeSabotageWorkspace(workspace, { root, recipe, sabotages })
  return new Promise((resolve) => {
    const options = { cwd: workspace, env: withoutPictures }
    execFile(ccCi, ['test', recipe, '--tiers', 'install,custom', '--json'], options, (_, stdout, errors) =>
      resolve({ result: JSON.parse(stdout) as RunResult, errors }),
    )
  })
}
