import type { TestResult } from '@cc-ci/contracts/run-result'
import { type Clock, isCcCiError, type ProcessResult, type ProcessRunner, type RunOptions } from '@cc-ci/kernel'
import type { TestFile } from './find-overlays.js'
import type { OverlayOrigin } from './list-overlay-files.js'

/** What one single test of an overlay found. */
export interface OverlayTest {
  readonly name: string
  readonly origin: OverlayOrigin
  readonly status: TestResult['status']
  readonly seconds: number
  /** Why it failed or was skipped, in the words of the test; null on a pass. */
  readonly message: string | null
  /** The one line of the message that says most; null on a pass. */
  readonly summary: string | null
  /** The file that holds it. */
  readonly file: string
  /** Whether it is marked as one that needs the dependencies, and so proves them by passing. */
  readonly requiresDeps?: boolean
}

export interface TestRunnerWorld {
  readonly processes: ProcessRunner
  readonly clock: Clock
  readonly signal: AbortSignal
  /** An empty folder for what the runner must write; it is the tests' working folder, too. */
  readonly folder: string
  /** The folder whose packages TypeScript and JavaScript tests may use: the workspace. */
  readonly packagesFrom: string
}

/** Runs test files, all of one origin and language, in an environment that holds nothing else. */
export type TestRunner = (
  files: readonly TestFile[],
  env: Readonly<Record<string, string>>,
  world: TestRunnerWorld,
) => Promise<readonly OverlayTest[]>

/** Seconds that one file of tests may take. */
export const secondsPerFile = 300

const timedOut = 124

/**
 * Runs a program of tests; nothing of it outlives its end. One that was stopped at its time limit failed: that is not
 * our failure to judge. Only a cancelled run throws.
 */
export async function runTestProgram(
  line: { readonly command: string; readonly args: readonly string[]; readonly options: RunOptions },
  { processes, signal, folder }: Pick<TestRunnerWorld, 'processes' | 'signal' | 'folder'>,
): Promise<ProcessResult> {
  try {
    return await processes.run(line.command, line.args, {
      cwd: folder,
      ...line.options,
      cleanEnv: true,
      leavesNothing: true,
      signal,
    })
  } catch (error) {
    signal.throwIfAborted()
    if (!isCcCiError(error) || error.code === 'PROGRAM_NOT_FOUND') throw error
    return { exitCode: timedOut, stdout: '', stderr: error.message }
  }
}

const longestMessage = 40

/** The last line that says something. */
export const lastLine = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .at(-1)
    ?.trim() ?? ''

/** The last lines of what a program said: what went wrong stands there. */
export const lastLines = (text: string): string => text.trim().split('\n').slice(-longestMessage).join('\n')

/** The first lines, for messages that say first what went wrong and then show all of both sides. */
export const firstLines = (text: string): string => text.trim().split('\n').slice(0, longestMessage).join('\n')

export const roundSeconds = (seconds: number): number => Math.round(seconds * 100) / 100
