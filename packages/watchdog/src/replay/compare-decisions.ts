import type { Action } from '../decide/action.js'
import type { Instant } from '../decide/instant.js'
import type { Reduce } from '../decide/reduce.js'
import { initialState } from '../decide/reduce.js'
import type { WatchState } from '../decide/watch-state.js'
import { describeAction, loopOf } from '../explain/describe-action.js'
import type { JournalLine } from '../journal/journal-entry.js'
import { unfoldJournal } from '../journal/unfold-journal.js'

type Verdict = 'same' | 'only-then' | 'only-now'

/** One thing that was decided then, would be decided now, or both. */
export interface ComparedDecision {
  readonly verdict: Verdict
  readonly at: Instant
  /** Of the journal's line where it was decided then, else of the tick. */
  readonly seq: number
  readonly loop: string | null
  readonly what: string
  readonly why: string
}

export interface Comparison {
  readonly decisions: readonly ComparedDecision[]
  readonly counts: Readonly<Record<Verdict, number>>
  readonly lines: number
  readonly ticks: number
  /** Results of actions that these rules would not have taken: nobody can tell the reducer how they would have ended. */
  readonly resultsLeftOut: number
  readonly final: WatchState
}

interface Tick {
  readonly seq: number
  readonly actions: Action[]
}

/**
 * Tells the reducer what the watchdog saw, tick by tick, and compares what it decides with what the journal says was
 * decided. From the first difference on the world might have gone another way; what was seen stays what it was.
 */
export function compareDecisions(
  { state = initialState, lines }: { readonly state?: WatchState | undefined; readonly lines: readonly JournalLine[] },
  reduce: Reduce,
): Comparison {
  const matcher = new Matcher()
  let soFar = state
  let ticks = 0
  for (const { observation, now, seq } of unfoldJournal(matcher.follow(lines), state)) {
    const decision = reduce(soFar, observation, now)
    soFar = decision.state
    if (observation.source !== 'tick') continue
    ticks += 1
    matcher.decided({ seq, actions: decision.actions })
  }
  return { ...matcher.finish(), lines: lines.length, ticks, final: soFar }
}

/** Pairs what was decided then with what is decided now, tick by tick, while the lines are read. */
class Matcher {
  readonly #decisions: ComparedDecision[] = []
  /** Ids that actions have now, by the ids that they had then; undefined where they are not taken now. */
  readonly #ids = new Map<string, string | undefined>()
  #tick: Tick | undefined
  #resultsLeftOut = 0

  decided({ seq, actions }: { readonly seq: number; readonly actions: readonly Action[] }): void {
    this.#tick = { seq, actions: [...actions] }
  }

  /** The lines, one when it is asked for, with the ids of now in place of those of then. */
  *follow(lines: readonly JournalLine[]): Generator<JournalLine> {
    for (const line of lines) {
      if (line.kind === 'intended') this.#meet(line.action, line)
      if (line.kind === 'ticked') this.#closeTick()
      const told = this.#translate(line)
      if (told !== undefined) yield told
    }
  }

  finish(): Pick<Comparison, 'decisions' | 'counts' | 'resultsLeftOut'> {
    this.#closeTick()
    const count = (wanted: Verdict) => this.#decisions.filter(({ verdict }) => verdict === wanted).length
    return {
      decisions: this.#decisions.toSorted((one, other) => one.seq - other.seq),
      counts: { same: count('same'), 'only-then': count('only-then'), 'only-now': count('only-now') },
      resultsLeftOut: this.#resultsLeftOut,
    }
  }

  /** Undefined for the result of something that would not have been done now. */
  #translate(line: JournalLine): JournalLine | undefined {
    if (line.kind !== 'finished' || !this.#ids.has(line.result.actionId)) return line
    const now = this.#ids.get(line.result.actionId)
    if (now === undefined) this.#resultsLeftOut += 1
    return now === undefined ? undefined : { ...line, result: { ...line.result, actionId: now } }
  }

  /** Finds what was decided then among what is decided now, at the same tick. */
  #meet(then: Action, { seq, at }: JournalLine): void {
    const open = this.#tick?.actions ?? []
    const found = open.findIndex((now) => isSame(then, now))
    const [now] = found === -1 ? [] : open.splice(found, 1)
    this.#ids.set(then.id, now?.id)
    this.#decisions.push(describe(then, { verdict: now === undefined ? 'only-then' : 'same', seq, at }))
  }

  #closeTick(): void {
    const tick = this.#tick
    for (const action of tick?.actions ?? [])
      this.#decisions.push(describe(action, { verdict: 'only-now', seq: tick?.seq ?? 0, at: action.at }))
    this.#tick = undefined
  }
}

function describe(action: Action, where: Pick<ComparedDecision, 'verdict' | 'seq' | 'at'>): ComparedDecision {
  return { ...where, loop: loopOf(action), what: describeAction(action), why: action.why }
}

/** Ids, reasons and evidence may differ: a decision is what is done, and to whom. */
function isSame(one: Action, other: Action): boolean {
  return effectOf(one) === effectOf(other)
}

function effectOf(action: Action): string {
  if (action.kind === 'alert') return `alert ${action.key} ${action.severity}`
  return action.kind === 'clear' ? `clear ${action.key}` : describeAction(action)
}
