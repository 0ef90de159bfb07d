import type { QueuedRun, RunOrder } from './queued-run.js'
import { familyOf } from './run-family.js'
import { Turns } from './turns.js'
import { WaitingRuns } from './waiting-runs.js'

export interface QueueState {
  readonly queued: readonly QueuedRun[]
  /** What takes a slot: running ones, and those that are told to end and still clean up. */
  readonly live: readonly Pick<RunOrder, 'recipe' | 'pullRequest'>[]
  /** How many may run at once. */
  readonly capacity: number
  readonly turns: Turns
}

/** The runs that are to start now, in their order. */
export function chooseNext({ queued, live, capacity, turns }: QueueState): readonly QueuedRun[] {
  if (live.length >= capacity || queued.length === 0) return []
  const waiting = new WaitingRuns(queued)
  const busy = new Set(live.map(familyOf))
  const played = new Turns(turns)
  const chosen: QueuedRun[] = []
  while (live.length + chosen.length < capacity) {
    const run = waiting.take(busy, played)
    if (run === undefined) break
    chosen.push(run)
    busy.add(familyOf(run))
    played.take(run.recipe)
  }
  return chosen
}
