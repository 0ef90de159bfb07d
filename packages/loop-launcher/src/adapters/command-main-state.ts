import { isCcCiError, type ProcessRunner } from '@cc-ci/kernel'
import type { MainState } from '../ports/coordination.js'

interface MainCheck {
  /** Program and arguments; undefined where nobody said how to find out. */
  readonly command: readonly string[] | undefined
  readonly folder: string
}

const patience = 60_000

/** Asks a command: 0 is green, 1 is red, and anything else tells nothing. It gets CC_CI_COMMIT. */
export class CommandMainState implements MainState {
  readonly #check: MainCheck
  readonly #processes: ProcessRunner

  constructor(check: MainCheck, processes: ProcessRunner) {
    this.#check = check
    this.#processes = processes
  }

  async verdict(commit: string): ReturnType<MainState['verdict']> {
    const [program, ...args] = this.#check.command ?? []
    if (program === undefined) return { verdict: 'unknown', because: 'protocol.mainCheck is not set in cc-ci.yaml' }
    const options = { cwd: this.#check.folder, env: { CC_CI_COMMIT: commit }, timeoutMs: patience, leavesNothing: true }
    try {
      const { exitCode, stdout, stderr } = await this.#processes.run(program, args, options)
      const because = (stdout || stderr).trim().split('\n').at(-1) || `${program} ended with ${exitCode}`
      return { verdict: exitCode === 0 ? 'green' : exitCode === 1 ? 'red' : 'unknown', because }
    } catch (error) {
      if (!isCcCiError(error)) throw error
      return { verdict: 'unknown', because: error.message }
    }
  }
}
