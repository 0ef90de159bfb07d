import { type Clock, ExecaProcessRunner, type Git, type ProcessRunner, SimpleGit, SystemClock } from '@cc-ci/kernel'

/** Everything outside the program that a command may touch. */
export interface World {
  readonly clock: Clock
  readonly processes: ProcessRunner
  readonly git: Git
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
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
