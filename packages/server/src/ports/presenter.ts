import type { TierName } from '@cc-ci/contracts/run-result'
import type { QueuedRun } from '../queue/queued-run.js'
import type { CommitStatus } from './forge-channel.js'

export interface Progress {
  readonly tier: TierName
  /** Counted from 1. */
  readonly step: number
  readonly of: number
}

export interface Presented {
  readonly comment: string
  readonly status: CommitStatus
}

/** The words and pictures of a run; the server decides when they are shown. Markers carry the run’s `seq`. */
export interface Presenter {
  /** `seconds`: after how long it is likely to end; undefined when nothing is known. */
  queued(run: QueuedRun, place: number, seconds: number | undefined): Presented
  running(run: QueuedRun, progress: Progress): Presented
  /** Of a run that left a result: read from its folder, compared with main and with the pull request’s last run. */
  finished(run: QueuedRun): Promise<Presented>
  /** Of a run that ended without a result: cancelled, superseded, or not to be judged. */
  withoutResult(run: QueuedRun, why: string): Presented
  /** The card as PNG, for an attachment; undefined when there is none. */
  card(folder: string, theme: 'light' | 'dark'): Promise<Uint8Array | undefined>
}
