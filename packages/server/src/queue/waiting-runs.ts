import type { QueuedRun } from './queued-run.js'
import { familyOf } from './run-family.js'

/** What keeps a run waiting, and what gives recipes their turns. */
export interface Turns {
  /** Families that have a run already. */
  readonly busy: ReadonlySet<string>
  /** When each recipe had its last turn, in any unit that grows; a recipe that is missing had none yet. */
  readonly lastTurn: ReadonlyMap<string, number>
}

/** Runs of one recipe and one priority, oldest first. */
type Lane = QueuedRun[]

interface Candidate {
  readonly lane: Lane
  readonly index: number
  readonly run: QueuedRun
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
      .map(([, runs]) => [...group(runs, ({ recipe }) => recipe).values()])
  }

  /** Takes out the run whose turn it is; undefined when none may start. */
  take(turns: Turns): QueuedRun | undefined {
    for (const lanes of this.#lanesByPriority) {
      const [first, ...others] = lanes.flatMap((lane) => candidateOf(lane, turns))
      if (first === undefined) continue
      const next = others.reduce((best, each) => (isBefore(each, best, turns) ? each : best), first)
      next.lane.splice(next.index, 1)
      return next.run
    }
    return undefined
  }
}

function candidateOf(lane: Lane, { busy }: Turns): Candidate[] {
  const index = lane.findIndex((run) => !busy.has(familyOf(run)))
  const run = lane[index]
  return run === undefined ? [] : [{ lane, index, run }]
}

function isBefore(one: Candidate, other: Candidate, { lastTurn }: Turns): boolean {
  const turnOf = ({ run }: Candidate): number => lastTurn.get(run.recipe) ?? Number.NEGATIVE_INFINITY
  const [mine, theirs] = [turnOf(one), turnOf(other)]
  return mine === theirs ? one.run.seq < other.run.seq : mine < theirs
}

function group<Key>(runs: readonly QueuedRun[], keyOf: (run: QueuedRun) => Key): Map<Key, Lane> {
  const groups = new Map<Key, Lane>()
  for (const run of runs) {
    const members = groups.get(keyOf(run))
    if (members === undefined) groups.set(keyOf(run), [run])
    else members.push(run)
  }
  return groups
}
