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

type Sensed = Exclude<Observation, { source: 'result' | 'tick' | 'unchanged' | 'watched' }>

/**
 * Turns journal lines into the calls of the reducer that were made when they were written, in their order. `state` is
 * the one of the snapshot before the first of them.
 */
export function* unfoldJournal(lines: Iterable<JournalLine>, state: WatchState): Generator<Reduction> {
  const seen = new Map(knownIn(state).map((observation) => [keyOf(observation), observation]))
  let fresh = new Set<string>()
  for (const { at, ...line } of lines) {
    const reduce = (observation: Observation): Reduction => ({ observation, now: at, seq: line.seq })
    switch (line.kind) {
      case 'observed': {
        const { observation } = line
        if (isSensed(observation)) {
          seen.set(keyOf(observation), observation)
          fresh.add(keyOf(observation))
        }
        if (observation.source === 'watched') forget(seen, new Set(observation.loops.map(({ name }) => name)))
        yield reduce(observation)
        break
      }
      case 'ticked': {
        for (const [key, observation] of seen) {
          const again = line.paces.includes(sourcePaces[observation.source]) && !fresh.has(key)
          if (again) yield { ...reduce(seenAgain(observation, line.lookedAt)), now: line.lookedAt }
        }
        fresh = new Set()
        yield reduce({ source: 'tick' })
        break
      }
      case 'finished':
        yield reduce({ source: 'result', result: line.result })
        break
      case 'began':
      case 'changed':
      case 'intended':
      case 'ended':
        break
    }
  }
}

function knownIn({ loops, facts }: WatchState): readonly Sensed[] {
  const ofLoops = Object.values(loops).flatMap(({ name: loop, facts: own }) =>
    Object.entries(own).map(([source, sensed]) => ({ source, loop, sensed })),
  )
  const common = Object.entries(facts).map(([source, sensed]) => ({ source, sensed }))
  return [...ofLoops, ...common] as readonly Sensed[]
}

function isSensed(observation: Observation): observation is Sensed {
  return 'sensed' in observation
}

function keyOf(observation: Sensed): string {
  return `${observation.source} ${'loop' in observation ? observation.loop : ''}`
}

function forget(seen: Map<string, Sensed>, names: ReadonlySet<string>): void {
  for (const [key, observation] of seen) {
    if ('loop' in observation && !names.has(observation.loop)) seen.delete(key)
  }
}

function seenAgain(observation: Sensed, at: Instant): Observation {
  return { ...observation, sensed: { ...observation.sensed, at } } as Observation
}
