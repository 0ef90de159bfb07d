import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Action } from '../decide/action.js'
import type { ResultFact } from '../decide/facts.js'
import type { Instant } from '../decide/instant.js'
import { initialState, type Reduce } from '../decide/reduce.js'
import type { StateName } from '../decide/state-name.js'
import type { LoopWatch, WatchState } from '../decide/watch-state.js'
import type { JournalLine } from '../journal/journal-entry.js'
import { unfoldJournal } from '../journal/unfold-journal.js'
import { describeAction, loopOf } from './describe-action.js'
import { type Bar, findBars } from './find-bars.js'
import { type HeldFact, listFacts } from './list-facts.js'

/** Why something was done: what was seen, what the watchdog held for true, and how it ended. */
export interface Explanation {
  readonly seq: number
  readonly epoch: number
  readonly at: Instant
  readonly action: Action
  readonly what: string
  readonly loop: string | null
  /** What the decision named as its grounds, with its age then in seconds. */
  readonly evidence: readonly { readonly source: string; readonly says: string; readonly age: number }[]
  /** How the loop stood when it was decided; null for what concerns all loops, or one that was not known. */
  readonly stood: { readonly state: StateName; readonly since: Instant; readonly becauseOf: string | null } | null
  /** The newest of each sensor at that time. */
  readonly facts: readonly HeldFact[]
  readonly bars: readonly Bar[]
  /** Null while there is none; `crashed` when the watchdog ended before it wrote one. */
  readonly result: (ResultFact & { readonly after: number }) | null
  readonly crashed: boolean
}

export interface JournalPart {
  /** The state before the first of the lines. */
  readonly state?: WatchState | undefined
  readonly lines: readonly JournalLine[]
}

export interface Question {
  /** Epoch seconds; the last action at or before it is explained. */
  readonly before: number
  readonly loop?: string | undefined
}

type Intended = Extract<JournalLine, { readonly kind: 'intended' }>

/** Undefined where the journal has no such action. `reduce` must have the rules of that time. */
export function explainAction(
  { state = initialState, lines }: JournalPart,
  { before, loop }: Question,
  { reduce, rules }: { readonly reduce: Reduce; readonly rules: WatchdogSettings },
): Explanation | undefined {
  const isWanted = (line: JournalLine): line is Intended =>
    line.kind === 'intended' && line.at.wall <= before && (loop === undefined || loopOf(line.action) === loop)
  const intended = lines.findLast(isWanted)
  if (intended === undefined) return undefined
  const about = loopOf(intended.action)
  const then = stateWhenDecided({ state, lines }, intended, reduce)
  const watch = about === null ? undefined : then.loops[about]
  const past = lines.filter(({ seq }) => seq < intended.seq)
  return {
    ...{ seq: intended.seq, epoch: intended.epoch, at: intended.at, action: intended.action, loop: about },
    what: describeAction(intended.action),
    evidence: intended.action.evidence.map(({ source, says, at }) => ({
      ...{ source, says },
      age: intended.at.wall - at.wall,
    })),
    stood: watch === undefined ? null : { ...howItStood(watch), becauseOf: lastChange(past, watch.name) },
    facts: listFacts({ state: then, watch }, { past, now: intended.at, cited: intended.action.evidence }),
    bars: watch === undefined ? [] : findBars(watch, { state: then, rules, now: intended.at }),
    ...resultOf(intended, lines),
  }
}

/** What the reducer knew when the tick came that decided: everything up to that tick, without its own effects. */
function stateWhenDecided(
  { state = initialState, lines }: JournalPart,
  intended: Intended,
  reduce: Reduce,
): WatchState {
  const until = lines.filter(({ seq }) => seq < intended.seq)
  const tick = until.findLast(({ kind }) => kind === 'ticked')?.seq
  let soFar = state
  for (const { observation, now, seq } of unfoldJournal(until, state)) {
    const next = reduce(soFar, observation, now).state
    if (seq === tick && observation.source === 'tick') return judged(soFar, next)
    soFar = next
  }
  return soFar
}

/** States are what that tick made of the facts; counters and open actions are those from before it. */
function judged(before: WatchState, after: WatchState): WatchState {
  const loops = Object.entries(before.loops).map(([name, watch]) => {
    const { state = watch.state, since = watch.since } = after.loops[name] ?? {}
    const becomes = state === 'RESTARTING' ? watch : { ...watch, state, since }
    return [name, becomes] as const
  })
  return { ...before, loops: Object.fromEntries(loops) }
}

function howItStood({ state, since }: LoopWatch): { state: StateName; since: Instant } {
  return { state, since }
}

function lastChange(past: readonly JournalLine[], loop: string): string | null {
  const changed = past.findLast((line) => line.kind === 'changed' && line.loop === loop)
  return changed?.kind === 'changed' ? changed.why : null
}

function resultOf(
  { action, epoch, seq, at }: Intended,
  lines: readonly JournalLine[],
): Pick<Explanation, 'result' | 'crashed'> {
  for (const line of lines) {
    if (line.kind === 'finished' && line.result.actionId === action.id)
      return { result: { ...line.result, after: line.at.wall - at.wall }, crashed: line.epoch > epoch }
  }
  return { result: null, crashed: lines.some((line) => line.seq > seq && line.epoch > epoch) }
}
