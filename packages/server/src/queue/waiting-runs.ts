import type { QueuedRun } from './queued-run.js'
import { familyOf } from './run-family.js'
import type { Turns } from './turns.js'

interface Waiting {
  readonly run: QueuedRun
  readonly family: string
}

/** Runs of one recipe and one priority, oldest first. */
interface Lane {
  readonly recipe: string
  readonly waiting: Waiting[]
}

/**
 * Queued runs in the order in which they are to start: higher priority first, then the recipe whose last turn is
 * longest ago, then the oldest. Laid out once, so that a thousand can be taken one by one.
 */
export class WaitingRuns {
  readonly #lanesByPriority: readonly (readonly Lane[])[]

  constructor(queued: readonly QueuedRun[]) {
    const oldestFirst = [...queued].sort((one, other) => one.seq - other.seq)
    this.#lanesByPriority = [...group(oldestFirst, ({ priority }) => priority)]
      .sort(([one], [other]) => other - one)
      .map(([, runs]) => [...group(runs, ({ recipe }) => recipe)].map(([recipe, each]) => layLane(recipe, each)))
  }

  /** Takes out the run whose turn it is, of no family that has a run already; undefined when none may start. */
  take(busy: ReadonlySet<string>, turns: Turns): QueuedRun | undefined {
    for (const lanes of this.#lanesByPriority) {
      const lane = chooseLane(lanes, busy, turns)
      if (lane === undefined) continue
      const [taken] = lane.waiting.splice(firstFree(lane, busy), 1)
      return taken?.run
    }
    return undefined
  }
}

function chooseLane(lanes: readonly Lane[], busy: ReadonlySet<string>, turns: Turns): Lane | undefined {
  let chosen: { readonly lane: Lane; readonly turn: number; readonly seq: number } | undefined
  for (const lane of lanes) {
    const turn = turns.lastOf(lane.recipe)
    if (chosen !== undefined && turn > chosen.turn) continue
    const seq = lane.waiting[firstFree(lane, busy)]?.run.seq
    if (seq === undefined) continue
    if (chosen === undefined || turn < chosen.turn || seq < chosen.seq) chosen = { lane, turn, seq }
  }
  return chosen?.lane
}

/** Place of the oldest run that may start, or -1. */
function firstFree({ waiting }: Lane, busy: ReadonlySet<string>): number {
  return waiting.findIndex(({ family }) => !busy.has(family))
}

function layLane(recipe: string, runs: readonly QueuedRun[]): Lane {
  return { recipe, waiting: runs.map((run) => ({ run, family: familyOf(run) })) }
}

function group<Key>(runs: readonly QueuedRun[], keyOf: (run: QueuedRun) => Key): Map<Key, QueuedRun[]> {
  const groups = new Map<Key, QueuedRun[]>()
  for (const run of runs) {
    const members = groups.get(keyOf(run))
    if (members === undefined) groups.set(keyOf(run), [run])
    else members.push(run)
  }
  return groups
}
