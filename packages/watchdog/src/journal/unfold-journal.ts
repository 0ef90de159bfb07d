import type { Instant } from '../decide/instant.js'
import type { Observation } from '../decide/observation.js'
import type { WatchState } from '../decide/watch-state.js'
import type { JournalLine } from './journal-entry.js'
import { sourcePaces } from './source-pace.js'

/** One call of the reducer. */
export interface Reduction {
  readonly observation: Observation
  readonly now: Instant
  /** Number of the line that it comes from. */
  readonly seq: number
}

type Sensed = Extract<Observation, { sensed: unknown }>

/**
 * Turns journal lines into the calls of the reducer that were made when they were written, in their order. `state` is
 * the one of the snapshot before the first of them.
 */
export function* unfoldJournal(lines: Iterable<JournalLine>, state: WatchState): Generator<Reduction> {
  const facts = new SeenFacts(state)
  for (const line of lines) {
    for (const { observation, now = line.at } of callsOf(line, facts)) yield { observation, now, seq: line.seq }
  }
}

interface Call {
  readonly observation: Observation
  /** When it differs from that of the line. */
  readonly now?: Instant
}

function callsOf(line: JournalLine, facts: SeenFacts): readonly Call[] {
  if (line.kind === 'finished') return [{ observation: { source: 'result', result: line.result } }]
  if (line.kind === 'observed') {
    facts.put(line.observation)
    return [{ observation: line.observation }]
  }
  if (line.kind !== 'ticked') return []
  const { paces, lookedAt: now } = line
  const again = facts.takeUnchanged((source) => paces.includes(sourcePaces[source]))
  const seenAgain = again.map((observation) => ({ observation: seenAt(observation, now), now }))
  return [...seenAgain, { observation: { source: 'tick' } }]
}

/** The newest of each sensor, and which of them were written down since the last tick. */
class SeenFacts {
  readonly #seen: Map<string, Sensed>
  #fresh = new Set<string>()

  constructor(state: WatchState) {
    this.#seen = new Map(knownIn(state).map((observation) => [keyOf(observation), observation]))
  }

  put(observation: Observation): void {
    if (observation.source === 'watched') this.#forgetOthers(new Set(observation.loops.map(({ name }) => name)))
    if (!isSensed(observation)) return
    this.#seen.set(keyOf(observation), observation)
    this.#fresh.add(keyOf(observation))
  }

  takeUnchanged(isLookedAt: (source: Sensed['source']) => boolean): readonly Sensed[] {
    const fresh = this.#fresh
    this.#fresh = new Set()
    return [...this.#seen].flatMap(([key, each]) => (isLookedAt(each.source) && !fresh.has(key) ? [each] : []))
  }

  #forgetOthers(names: ReadonlySet<string>): void {
    for (const [key, observation] of this.#seen) {
      if ('loop' in observation && !names.has(observation.loop)) this.#seen.delete(key)
    }
  }
}

function knownIn({ loops, facts }: WatchState): readonly Sensed[] {
  const ofLoops = Object.values(loops).flatMap(({ name: loop, facts: own }) =>
    Object.entries(own).map(([source, sensed]) => ({ source, loop, sensed })),
  )
  const common = Object.entries(facts).map(([source, sensed]) => ({ source, sensed }))
  return [...ofLoops, ...common].filter(({ sensed }) => sensed !== undefined) as readonly Sensed[]
}

function isSensed(observation: Observation): observation is Sensed {
  return 'sensed' in observation
}

function keyOf(observation: Sensed): string {
  return `${observation.source} ${'loop' in observation ? observation.loop : ''}`
}

function seenAt(observation: Sensed, at: Instant): Observation {
  return { ...observation, sensed: { ...observation.sensed, at } } as Observation
}
