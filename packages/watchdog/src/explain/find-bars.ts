import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import { beginRound, lookAt } from '../decide/begin-round.js'
import type { Instant } from '../decide/instant.js'
import type { LoopFacts } from '../decide/observation.js'
import { findRestartBars } from '../decide/restart-bars.js'
import type { LoopWatch, WatchState } from '../decide/watch-state.js'
import { countLeft } from './count-left.js'

/** Something that keeps the watchdog from acting on a loop. */
export interface Bar {
  readonly forbids: 'everything' | 'restart' | 'nudge'
  readonly because: string
}

export interface BarContext {
  readonly state: WatchState
  readonly rules: WatchdogSettings
  readonly now: Instant
}

type Found = readonly (Bar | false | undefined)[]

/** All that forbids an action on this loop now, the most general first; the rules are those of docs/watchdog.md. */
export function findBars(loop: LoopWatch, context: BarContext): readonly Bar[] {
  const found: Found = [...barsOfState(loop), ...barsOfHost(context), ...barsOfRestarts(loop, context)]
  const nudges = loop.state === 'IDLE' ? [...barsOfScreen(loop, context), ...barsOfNudges(loop, context)] : []
  return [...found, ...nudges].filter((bar) => bar !== undefined && bar !== false)
}

/** What a sensor said last, where it could look. */
export function knownOf<Source extends keyof LoopFacts>(
  loop: LoopWatch,
  source: Source,
): LoopFacts[Source] | undefined {
  const sensed = loop.facts[source]
  return sensed?.known === true ? (sensed.value as LoopFacts[Source]) : undefined
}

const silent: Readonly<Partial<Record<LoopWatch['state'], Bar>>> = {
  UNKNOWN: { forbids: 'everything', because: 'too little can be seen' },
  HELD: { forbids: 'everything', because: 'it is held, or a person works in it' },
  FOREIGN: { forbids: 'everything', because: 'somebody else has its conversation' },
  TORN_DOWN: { forbids: 'everything', because: 'the work is done and was torn down' },
  LIMITED: { forbids: 'restart', because: 'a limit ends by itself; a restart cures none' },
  API_TROUBLE: { forbids: 'restart', because: 'the service has trouble; a restart cures none' },
  AUTH_BLOCKED: { forbids: 'restart', because: 'a person must log in' },
  BILLING_BLOCKED: { forbids: 'restart', because: 'a person must pay' },
}

function barsOfState(loop: LoopWatch): Found {
  const runner = knownOf(loop, 'runner')
  const held = runner?.held ?? undefined
  return [
    held === undefined ? silent[loop.state] : { forbids: 'everything', because: `held: ${held}` },
    runner?.stopping === true && { forbids: 'everything', because: 'it was stopped on purpose' },
  ]
}

function barsOfHost({ state }: BarContext): Found {
  const host = state.facts.host?.known === true ? state.facts.host.value : undefined
  return [host?.leader === false && { forbids: 'everything', because: 'another watchdog has the lock' }]
}

/** What the gate itself would say. */
function barsOfRestarts(loop: LoopWatch, { state, rules, now }: BarContext): Found {
  const round = beginRound(state, now, { rules, options: { watchOrchestrator: true } })
  return findRestartBars(round, lookAt(round, loop)).map(({ forbids, because }) => ({ forbids, because }))
}

function barsOfScreen(loop: LoopWatch, { rules, now }: BarContext): Found {
  const pane = knownOf(loop, 'pane')
  const typed = now.wall - (pane?.typedAt ?? Number.NEGATIVE_INFINITY)
  const tasks = knownOf(loop, 'hooks')?.backgroundTasks ?? 0
  return [
    pane?.composer === 'draft' && { forbids: 'nudge', because: 'somebody’s draft stands in its composer' },
    (pane?.dialog ?? null) !== null && { forbids: 'nudge', because: 'a dialog is open' },
    typed < rules.quietAfterTyping && { forbids: 'nudge', because: `a person typed ${Math.round(typed)} s ago` },
    tasks > 0 && { forbids: 'nudge', because: `${tasks} background tasks go on` },
  ]
}

function barsOfNudges(loop: LoopWatch, { rules, state, now }: BarContext): Found {
  const waiting = knownOf(loop, 'work')?.waitingUntil ?? 0
  const { nudges } = countLeft(loop, { state, rules, now })
  const last = loop.nudges.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  const next = last + rules.nudges.apart
  return [
    waiting > now.wall && { forbids: 'nudge', because: `it has said that it waits until ${clock(waiting)}` },
    nudges.perHour === 0 && { forbids: 'nudge', because: 'no nudge is left in this hour' },
    nudges.perDay === 0 && { forbids: 'nudge', because: 'no nudge is left in these 24 hours' },
    next > now.wall && { forbids: 'nudge', because: `the last nudge was less than ${rules.nudges.apart} s ago` },
  ]
}

function clock(epochSeconds: number): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z`
}
