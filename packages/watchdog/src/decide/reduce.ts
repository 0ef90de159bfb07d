import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Action } from './action.js'
import type { Instant } from './instant.js'
import type { Observation } from './observation.js'
import type { WatchState } from './watch-state.js'

export interface Decision {
  readonly state: WatchState
  /** In the order in which they are to be done; empty unless the observation was a tick. */
  readonly actions: readonly Action[]
}

/** Knows no clock, no file and no process: all it knows is in its arguments. */
export type Reduce = (state: WatchState, observation: Observation, now: Instant) => Decision

/** The watchdog's whole judgement, under these rules. */
export function createReducer(_rules: WatchdogSettings): Reduce {
  return (state) => ({ state, actions: [] })
}

export const initialState: WatchState = {
  schemaVersion: 1,
  loops: {},
  facts: {},
  tick: null,
  graceUntil: null,
  done: { phase: 'open', commit: null, since: null },
  alerts: [],
  decisions: 0,
}
