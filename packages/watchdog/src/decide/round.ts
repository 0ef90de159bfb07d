import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Account } from './account-limit.js'
import type { Action, Evidence } from './action.js'
import type { HostFact } from './facts.js'
import type { Instant } from './instant.js'
import type { Alarm } from './judgement.js'
import type { WatchState } from './watch-state.js'

export interface ReducerOptions {
  /** False leaves orchestrators wholly alone. */
  readonly watchOrchestrator: boolean
}

type Distribute<Kind> = Kind extends Action ? Omit<Kind, 'id' | 'at' | 'why' | 'evidence'> : never
export type Command = Distribute<Action>

/** One tick while it is decided: what is already decided for other loops counts for the next one. */
export interface Round {
  readonly rules: WatchdogSettings
  readonly options: ReducerOptions
  readonly now: Instant
  readonly before: WatchState
  readonly account: Account
  /** Null when it cannot be read: then nothing is killed or started. */
  readonly host: HostFact | null
  /** The host slept or its clock jumped a moment ago: ages say nothing yet. */
  readonly grace: boolean
  readonly actions: Action[]
  readonly alarms: Map<string, Alarm>
  /** Epoch seconds of restarts of all loops within the last half hour. */
  readonly starts: number[]
  setOffAt: number | null
  decisions: number
}

/** Unique for ever, also when the count begins anew with a lost state; a letter on each side keeps it a single word. */
export function nextId(round: Round): string {
  round.decisions += 1
  return `w${Math.floor(round.now.wall).toString(36)}x${round.decisions.toString(36)}z`
}

/** Puts an action on this tick's list. */
export function act(
  round: Round,
  command: Command,
  because: { why: string; evidence: readonly Evidence[]; id?: string },
): Action {
  const { why, evidence, id = nextId(round) } = because
  const action: Action = { ...command, id, at: round.now, why, evidence }
  round.actions.push(action)
  return action
}

export function raise(round: Round, alarms: readonly Alarm[]): void {
  for (const each of alarms) round.alarms.set(each.key, each)
}
