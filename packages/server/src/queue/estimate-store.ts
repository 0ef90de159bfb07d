import type { ServerStore } from '../ports/server-store.js'
import { type Estimate, estimateQueue, medianOf } from './estimate.js'
import type { QueuedRun } from './queued-run.js'
import type { Turns } from './turns.js'

/** So many of its last runs tell how long a recipe takes: enough to leave out one that hung. */
const runsToJudgeBy = 5

export interface QueueMoment {
  /** Queued and running ones. */
  readonly open: readonly QueuedRun[]
  readonly capacity: number
  readonly turns: Turns
  /** Epoch seconds. */
  readonly now: number
}

/** Estimates of all queued runs, by `seq`, from how long runs of their recipe and mode took before. */
export function estimateStore(
  store: ServerStore,
  { open, capacity, turns, now }: QueueMoment,
): ReadonlyMap<number, Estimate> {
  const durations = new Map<string, number | undefined>()
  const durationOf = ({ recipe, mode }: QueuedRun): number | undefined => {
    const key = `${mode.kind} ${recipe}`
    if (!durations.has(key)) durations.set(key, medianOf(store.durationsOf(recipe, mode.kind, runsToJudgeBy)))
    return durations.get(key)
  }
  const running = open.filter(({ state }) => state === 'running')
  return estimateQueue({
    queued: open.filter(({ state }) => state === 'queued'),
    live: running.map((run) => ({ run, elapsed: now - (run.startedAt ?? now) })),
    ...{ capacity, turns, durationOf },
  })
}
