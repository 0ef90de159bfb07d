import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import { voidBoot } from './clock.js'
import { foldResult } from './fold-result.js'
import type { Instant } from './instant.js'
import { blankMemory } from './loop-memory.js'
import type { Observation } from './observation.js'
import { type LoopFact, putFact, withFacts, withLoops } from './put-fact.js'
import type { LoopWatch, WatchState } from './watch-state.js'

type Fact = Exclude<Observation, { source: 'tick' }>

/** What an observation changes in what is known; nothing is decided here. */
export function foldFact(
  state: WatchState,
  fact: Fact,
  { now, rules }: { now: Instant; rules: WatchdogSettings },
): WatchState {
  if (fact.source === 'watched') return { ...state, loops: foldWatched(state, fact.loops, { now, rules }) }
  if (fact.source === 'result') return foldResult(state, fact.result, now)
  if (fact.source === 'host') return putHost(followBoot(state, fact, now), fact)
  if (fact.source === 'completion') return { ...state, facts: { ...state.facts, completion: fact.sensed } }
  return foldLoopFact(state, fact)
}

function putHost(state: WatchState, { sensed }: Fact & { source: 'host' }): WatchState {
  return { ...state, facts: { ...state.facts, host: sensed } }
}

function foldWatched(
  { loops }: WatchState,
  named: readonly { readonly name: string; readonly role: string }[],
  at: { now: Instant; rules: WatchdogSettings },
): WatchState['loops'] {
  return Object.fromEntries(
    named.map(({ name, role }) => {
      const before = loops[name]
      return [name, before === undefined ? beginLoop(name, role, at) : { ...before, role }]
    }),
  )
}

function beginLoop(name: string, role: string, { now, rules }: { now: Instant; rules: WatchdogSettings }): LoopWatch {
  return {
    name,
    role,
    state: 'UNKNOWN',
    since: now,
    evidence: [],
    facts: {},
    restarts: [],
    circuit: { state: 'closed', until: null, nextSeconds: rules.restarts.circuitOpen },
    nudges: [],
    pending: null,
    next: null,
    memory: blankMemory,
  }
}

function followBoot(state: WatchState, fact: Fact & { source: 'host' }, now: Instant): WatchState {
  if (!fact.sensed.known) return state
  const { bootId } = fact.sensed.value
  const before = state.memory.bootId
  if (bootId === before) return state
  const begun = before === null ? state : voidBoot(state, now)
  return { ...begun, memory: { ...begun.memory, bootId } }
}

/** Done for each look of each sensor: what is copied is written out, for a copy of a copy of a copy is slow. */
function foldLoopFact(state: WatchState, fact: LoopFact): WatchState {
  const loop = state.loops[fact.loop]
  if (loop === undefined) return state
  const loops: Record<string, LoopWatch> = {}
  for (const name in state.loops) loops[name] = state.loops[name] as LoopWatch
  loops[fact.loop] = withFacts(loop, putFact(loop.facts, fact))
  return withLoops(state, loops)
}
