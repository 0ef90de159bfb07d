import { type Clock, ExecaProcessRunner, type Git, type ProcessRunner, SimpleGit, SystemClock } from '@cc-ci/kernel'
import type { LoopWorld } from '@cc-ci/loop-launcher'

/** Everything outside the program that a command may touch. */
export interface World {
  readonly clock: Clock
  readonly processes: ProcessRunner
  readonly git: Git
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What runs in a loop's terminal; the launcher's own runner unless another is given. */
  readonly runnerCommand?: LoopWorld['runnerCommand']
}

export function realWorld(): World {
  return {
    clock: new SystemClock(),
    processes: new ExecaProcessRunner(),
    git: new SimpleGit(),
    cwd: process.cwd(),
    environment: process.env,
  }
}
