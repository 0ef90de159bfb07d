import type { QueuedRun, RunOrder } from './queued-run.js'
import { familyOf } from './run-family.js'
import { WaitingRuns } from './waiting-runs.js'

export interface QueueState {
  readonly queued: readonly QueuedRun[]
  /** What takes a slot: running ones, and those that are told to end and still clean up. */
  readonly live: readonly Pick<RunOrder, 'recipe' | 'pullRequest'>[]
  /** How many may run at once. */
  readonly capacity: number
  readonly lastTurn: ReadonlyMap<string, number>
}

/** The runs that are to start now, in their order. */
export function chooseNext({ queued, live, capacity, lastTurn }: QueueState): readonly QueuedRun[] {
  if (live.length >= capacity || queued.length === 0) return []
  const waiting = new WaitingRuns(queued)
  const busy = new Set(live.map(familyOf))
  const turns = new Map(lastTurn)
  const chosen: QueuedRun[] = []
  while (live.length + chosen.length < capacity) {
    const run = waiting.take({ busy, lastTurn: turns })
    if (run === undefined) break
    chosen.push(run)
    busy.add(familyOf(run))
    takeTurn(turns, run.recipe)
  }
  return chosen
}

/** Writes down that a recipe had its turn just now, after all others. */
export function takeTurn(lastTurn: Map<string, number>, recipe: string): void {
  let latest = 0
  for (const turn of lastTurn.values()) latest = Math.max(latest, turn)
  lastTurn.set(recipe, latest + 1)
}
