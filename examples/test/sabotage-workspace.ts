import { cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { parse, stringify } from 'yaml'
import type { RunResult } from '../../packages/contracts/src/run-result.js'

/** One way to break what a custom test proves, done and undone in the running app. */
export interface Sabotage {
  /** File name of the custom test that must notice. */
  readonly test: string
  /** What is broken, as the end of a sentence: "test … fails when …". */
  readonly when: string
  /** Words that the test must say: it is to fail for this reason and no other. */
  readonly says: string
  /** Shell, with the functions of custom tests and of `sabotages/tools.sh`. */
  readonly break: string
  readonly mend: string
}

const steps = ['break', 'broken', 'mend', 'mended'] as const
type Step = (typeof steps)[number]

/** What became of one sabotage: the status of each step, and what the test said while its subject was broken. */
export interface SabotageOutcome {
  readonly statuses: Readonly<Record<Step, string>>
  readonly said: string
}

/** The sabotages of a recipe in the order in which they are done; none for a recipe without a file of them. */
export async function readSabotages(folder: string, recipe: string): Promise<readonly Sabotage[]> {
  const files = await readdir(folder)
  const file = `${recipe}.yaml`
  return files.includes(file) ? (parse(await readFile(join(folder, file), 'utf8')) as Sabotage[]) : []
}

/**
 * Makes a workspace in which the custom tests of a recipe are, for each sabotage: break, the test, mend, the test again.
 * So it is the program that runs them, against one deployment and with the environment of any custom test.
 */
export async function writeSabotageWorkspace(
  workspace: string,
  { root, recipe, sabotages }: { root: string; recipe: string; sabotages: readonly Sabotage[] },
): Promise<void> {
  const custom = join(workspace, 'recipes', recipe, 'custom')
  await cp(join(root, 'recipes', recipe), join(workspace, 'recipes', recipe), { recursive: true })
  await cp(join(root, 'examples/test/sabotages'), custom, { recursive: true })
  const deps = await dependenciesOf(join(workspace, 'recipes', recipe))
  for (const each of deps) await cp(join(root, 'recipes', each), join(workspace, 'recipes', each), { recursive: true })
  await writeFile(
    join(workspace, 'cc-ci.yaml'),
    stringify({
      version: 1,
      zone: 'sabotage.test',
      capacity: 3,
      engine: { endpoint: join(root, '.testbed/endpoint.json') },
      recipes: Object.fromEntries(
        [recipe, ...deps].map((each) => [each, { url: join(root, '.testbed/recipes', each) }]),
      ),
    }),
  )
  // Tests in TypeScript run with the workspace's vitest.
  await symlink(join(root, 'node_modules'), join(workspace, 'node_modules'))
  const tests = await takeTests(custom)
  for (const [index, sabotage] of sabotages.entries()) {
    const test = tests.get(sabotage.test)
    if (test === undefined) throw new Error(`${recipe} has no custom test ${sabotage.test} to sabotage`)
    const texts = { break: script(sabotage.break), broken: test, mend: script(sabotage.mend), mended: test }
    for (const step of steps) {
      const extension = texts[step] === test ? extname(sabotage.test) : '.sh'
      await writeFile(join(custom, `test_${stepName(index, step)}${extension}`), texts[step])
    }
  }
}

async function dependenciesOf(overlays: string): Promise<readonly string[]> {
  const settings = parse(await readFile(join(overlays, 'recipe.yaml'), 'utf8')) as { deps?: readonly string[] } | null
  return settings?.deps ?? []
}

/** Reads what a run of such a workspace says of the sabotage at an index. */
export function outcomeOf({ stages }: RunResult, index: number): SabotageOutcome {
  const tests = stages.find(({ name }) => name === 'custom')?.tests ?? []
  const resultsOf = (step: Step): typeof tests => {
    const name = stepName(index, step).replaceAll('_', ' ')
    return tests.filter((test) => test.name === name || test.name.startsWith(`${name}: `))
  }
  const statusOf = (step: Step): string => {
    const statuses = resultsOf(step).map(({ status }) => status)
    return statuses.find((status) => status !== 'pass') ?? statuses[0] ?? 'not run'
  }
  return {
    statuses: {
      break: statusOf('break'),
      broken: statusOf('broken'),
      mend: statusOf('mend'),
      mended: statusOf('mended'),
    },
    said: resultsOf('broken')
      .map(({ message }) => message ?? '')
      .join('\n'),
  }
}

/** Takes the tests out of a folder of custom tests; what they source stays. */
async function takeTests(custom: string): Promise<ReadonlyMap<string, string>> {
  const tests = new Map<string, string>()
  for (const name of await readdir(custom)) {
    if (!name.startsWith('test_')) continue
    tests.set(name, await readFile(join(custom, name), 'utf8'))
    await rm(join(custom, name))
  }
  return tests
}

/** Custom tests run in the order of their names: by sabotage, then by step. */
const stepName = (index: number, step: Step): string =>
  `${String(index + 1).padStart(3, '0')}_${steps.indexOf(step) + 1}_${step}`

const script = (body: string): string => `set -eu\n. "$CC_CI_SHELL"\n. "$(dirname "$0")/tools.sh"\n${body}`
