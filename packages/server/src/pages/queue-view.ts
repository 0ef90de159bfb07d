import type { Progress } from '../ports/presenter.js'
import type { ServerStore } from '../ports/server-store.js'
import { type Estimate, medianOf } from '../queue/estimate.js'
import type { QueuedRun } from '../queue/queued-run.js'

/** What the page of the queue, and `cc-ci queue list`, show. */
export interface QueueView {
  readonly running: readonly RunningView[]
  /** In the order in which they will start. */
  readonly queued: readonly (Estimate & { readonly run: QueuedRun })[]
  /** The last ones, newest first. */
  readonly ended: readonly QueuedRun[]
}

interface RunningView {
  readonly run: QueuedRun
  readonly progress: Progress | undefined
  /** How long it is likely to go on; undefined when no run like it ended by a verdict before. */
  readonly seconds: number | undefined
}

export interface ViewSources {
  readonly store: Pick<ServerStore, 'open' | 'ended' | 'durationsOf'>
  readonly estimates: ReadonlyMap<number, Estimate>
  readonly progressOf: (seq: number) => Progress | undefined
  /** Epoch seconds. */
  readonly now: number
}

const endedShown = 20
const runsToJudgeBy = 5

export function viewQueue({ store, estimates, progressOf, now }: ViewSources): QueueView {
  const open = store.open()
  const likely = ({ recipe, mode, startedAt }: QueuedRun): number | undefined => {
    const typical = medianOf(store.durationsOf(recipe, mode.kind, runsToJudgeBy))
    return typical === undefined ? undefined : Math.max(0, typical - (now - (startedAt ?? now)))
  }
  return {
    running: open
      .filter(({ state }) => state === 'running')
      .map((run) => ({ run, progress: progressOf(run.seq), seconds: likely(run) })),
    queued: open
      .filter(({ state }) => state === 'queued')
      .map((run, index) => ({ run, ...(estimates.get(run.seq) ?? { place: index + 1, seconds: undefined }) }))
      .sort((one, other) => one.place - other.place),
    ended: store.ended(endedShown),
  }
}
