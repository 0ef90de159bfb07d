import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { QueuedRun, RunEnd, RunProcess } from '../queue/queued-run.js'

/** A run that goes on, in a process group of its own: it outlives us when we are killed. */
export interface RunningRun {
  readonly process: RunProcess
  /** How it ended; `undefined` when it left no result that can be read: nothing is known of it then. */
  readonly ended: Promise<RunEnd | undefined>
  /** Asks it to clean up and end (SIGTERM to its group); it says `cancelled` as its end. */
  cancel(): void
}

export interface RunListener {
  /** Each event of the run’s journal once, in order. */
  event(event: RunEvent): void
}

/** Starts `cc-ci test` for a run. */
export interface Runner {
  /** Throws RUN_NOT_STARTED when the program could not be started. */
  start(run: QueuedRun, listener: RunListener): Promise<RunningRun>
  /**
   * Takes up a run that an earlier server started: null when its process lives no more and it left no result, so that
   * it must be run again; a result that it left meanwhile is its end.
   */
  adopt(run: QueuedRun, listener: RunListener): Promise<RunningRun | null>
}
