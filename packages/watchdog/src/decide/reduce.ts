import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Action } from './action.js'
import { beginRound } from './begin-round.js'
import { followClock } from './clock.js'
import { decideLoop } from './decide-loop.js'
import { fixedRules } from './fixed-rules.js'
import { foldFact } from './fold-fact.js'
import { endLostCommon, endLostPending } from './fold-result.js'
import type { Instant } from './instant.js'
import { judgeCompletion, tellCompletion } from './judge-completion.js'
import { judgeHost } from './judge-host.js'
import type { Observation } from './observation.js'
import type { ReducerOptions, Round } from './round.js'
import { settleAlerts } from './settle-alerts.js'
import type { LoopWatch, WatchState } from './watch-state.js'

export { initialState } from './watch-state.js'

export interface Decision {
  readonly state: WatchState
  /** In the order in which they are to be done; empty unless the observation was a tick. */
  readonly actions: readonly Action[]
}

/** Knows no clock, no file and no process: all it knows is in its arguments. */
export type Reduce = (state: WatchState, observation: Observation, now: Instant) => Decision

/** The watchdog's whole judgement, under these rules. */
export function createReducer(rules: WatchdogSettings, options: ReducerOptions = { watchOrchestrator: true }): Reduce {
  return (state, observation, now) =>
    observation.source === 'tick'
      ? decide(endLostCommon(followClock(state, now, rules.tick), now, fixedRules.lostResult), now, { rules, options })
      : { state: foldFact(state, observation, { now, rules }), actions: [] }
}

function decide(state: WatchState, now: Instant, given: Pick<Round, 'rules' | 'options'>): Decision {
  const round = beginRound(state, now, given)
  const loops = Object.values(state.loops).map((loop) =>
    decideLoop(round, endLostPending(loop, now, fixedRules.lostResult)),
  )
  const named: Record<string, LoopWatch> = {}
  for (const loop of loops) named[loop.name] = loop
  const next = { ...state, loops: named, tick: now, graceUntil: round.grace ? state.graceUntil : null }
  return round.host?.leader === false
    ? { state: next, actions: [] }
    : { state: decideCommon(round, next, loops), actions: round.actions }
}

/** What concerns all loops, after each of them had its turn. */
function decideCommon(round: Round, state: WatchState, loops: readonly LoopWatch[]): WatchState {
  const { done, readingAt, pending } = judgeCompletion(round, loops)
  const host = judgeHost(round, loops)
  tellCompletion(round)
  const { alerts, fading } = settleAlerts(round, state.loops)
  const { bootId } = state.memory
  return {
    ...state,
    done,
    alerts,
    decisions: round.decisions,
    memory: {
      bootId,
      pending: pending ?? host.pending,
      fading,
      blindSince: host.blindSince,
      terminals: host.terminals,
      setOffAt: round.setOffAt,
      readingAt,
    },
  }
}
