import type { QueuedRun } from './queued-run.js'
import { familyOf } from './run-family.js'
import { Turns } from './turns.js'
import { WaitingRuns } from './waiting-runs.js'

export interface Estimate {
  /** Place in the queue, from 1: how many start before it, and itself. */
  readonly place: number
  /** After how many seconds it is likely to have ended; undefined when its recipe never ended by a verdict before. */
  readonly seconds: number | undefined
}

export interface EstimateInput {
  readonly queued: readonly QueuedRun[]
  /** What takes a slot; `elapsed` in seconds. */
  readonly live: readonly { readonly run: QueuedRun; readonly elapsed: number }[]
  readonly capacity: number
  readonly turns: Turns
  /** How long such a run takes, in seconds; undefined when nobody knows. */
  readonly durationOf: (run: QueuedRun) => number | undefined
}

interface Slot {
  readonly family: string
  /** Seconds from now. */
  readonly freeAt: number
}

/** Plays the queue forward, as `chooseNext` will, and tells of each queued run when its turn comes, by `seq`. */
export function estimateQueue(input: EstimateInput): ReadonlyMap<number, Estimate> {
  const { queued, live, capacity, durationOf } = input
  const typical = medianOf([...queued, ...live.map(({ run }) => run)].flatMap((run) => durationOf(run) ?? []))
  const likely = (run: QueuedRun): number => durationOf(run) ?? typical ?? 0
  const waiting = new WaitingRuns(queued)
  const turns = new Turns(input.turns)
  const estimates = new Map<number, Estimate>()
  const slots: Slot[] = live.map(({ run, elapsed }) => ({
    family: familyOf(run),
    freeAt: Math.max(0, likely(run) - elapsed),
  }))
  let now = 0
  for (;;) {
    const busy = new Set(slots.map(({ family }) => family))
    const run = slots.length < capacity ? waiting.take(busy, turns) : undefined
    if (run !== undefined) {
      turns.take(run.recipe)
      const freeAt = now + likely(run)
      slots.push({ family: familyOf(run), freeAt })
      const seconds = durationOf(run) === undefined ? undefined : freeAt
      estimates.set(run.seq, { place: estimates.size + 1, seconds })
      continue
    }
    const freed = takeEarliest(slots)
    if (freed === undefined) return estimates
    now = Math.max(now, freed.freeAt)
  }
}

/** The middle of durations: one run that hung for an hour changes nothing. Undefined for none. */
export function medianOf(values: readonly number[]): number | undefined {
  return [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) / 2)]
}

function takeEarliest(slots: Slot[]): Slot | undefined {
  let earliest = 0
  for (const [index, slot] of slots.entries()) {
    if (slot.freeAt < (slots[earliest]?.freeAt ?? 0)) earliest = index
  }
  return slots.splice(earliest, 1)[0]
}
