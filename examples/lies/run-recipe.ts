import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { RunResult } from '../../packages/contracts/src/run-result.js'

const ccCi = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

/** What the built program said of one recipe. */
export interface Found {
  readonly exitCode: number
  /** Undefined when it did not test the recipe. */
  readonly result: RunResult | undefined
  /** Why it did not. */
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string } | undefined
  /** What a person reads, without the name of the recipe, which often is what the words should say. */
  readonly words: string
  readonly seconds: number
}

/**
 * Runs the built program as a user would, in the workspace that names the recipe. `capacity`: how many runs the host
 * shall take at once, instead of what the workspace says. `environment`: instead of our own. `options`: what else to type.
 */
export function runRecipe(
  recipe: string,
  {
    workspace,
    runsDir,
    capacity,
    environment = process.env,
    options: more = [],
  }: {
    readonly workspace: string
    readonly runsDir: string
    readonly capacity?: number
    readonly environment?: NodeJS.ProcessEnv
    readonly options?: readonly string[]
  },
): Promise<Found> {
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const parameters = ['test', recipe, '--json', '--runs-dir', runsDir, ...more]
    const env = capacity === undefined ? environment : { ...environment, CC_CI_CAPACITY: String(capacity) }
    const options = { cwd: workspace, env, maxBuffer: 64 * 1024 ** 2 }
    const child = execFile(ccCi, parameters, options, (_, stdout, stderr) => {
      const seconds = (performance.now() - start) / 1000
      try {
        const read = JSON.parse(stdout) as RunResult & { error?: Found['error'] }
        const { error } = read
        const result = error === undefined ? read : undefined
        const words = error === undefined ? stderr : [stderr, error.message, error.hint].join('\n')
        resolve({ exitCode: child.exitCode ?? -1, result, error, words: words.replaceAll(recipe, '…'), seconds })
      } catch {
        reject(new Error(`cc-ci test ${recipe} printed no JSON, but:\n${stdout}\n${stderr}`))
      }
    })
  })
}
