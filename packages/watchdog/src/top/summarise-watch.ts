import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Instant } from '../decide/instant.js'
import type { StateName } from '../decide/state-name.js'
import type { Circuit, LoopWatch, WatchState } from '../decide/watch-state.js'
import { countLeft, type Left } from '../explain/count-left.js'
import { type Bar, findBars, knownOf } from '../explain/find-bars.js'

/** How one loop stands, as an operator wants to see it. Ages and countdowns are seconds. */
export interface LoopSummary {
  readonly name: string
  readonly role: string
  readonly state: StateName
  /** Epoch seconds. */
  readonly since: number
  readonly age: number
  readonly evidence: readonly { readonly source: string; readonly says: string; readonly age: number }[]
  /** Null while there is none; `inSeconds` is null where nobody knows when it ends. */
  readonly limit: { readonly kind: string; readonly until: number | null; readonly inSeconds: number | null } | null
  readonly windows: readonly { readonly window: string; readonly usedPercent: number; readonly inSeconds: number }[]
  readonly contextPercent: number | null
  /** Of the present conversation, as its transcript has them. */
  readonly outputTokens: number | null
  readonly left: Left
  readonly circuit: Circuit
  readonly next: { readonly what: string; readonly at: number; readonly inSeconds: number } | null
  readonly bars: readonly Bar[]
  /** Sensors that could not look, with the reason. */
  readonly blind: readonly { readonly source: string; readonly why: string }[]
}

export interface WatchSummary {
  readonly loops: readonly LoopSummary[]
  /** Keys of alerts that are not over. */
  readonly alerts: readonly string[]
  readonly done: WatchState['done']['phase']
}

interface Context {
  readonly rules: WatchdogSettings
  /** Epoch seconds. */
  readonly now: number
}

/** All loops in the order in which they are watched. */
export function summariseWatch(state: WatchState, { rules, now }: Context): WatchSummary {
  const tick = state.tick ?? { wall: now, mono: 0 }
  const instant = { wall: now, mono: tick.mono + now - tick.wall }
  return {
    loops: Object.values(state.loops).map((loop) => summariseLoop(loop, state, { rules, now: instant })),
    alerts: state.alerts,
    done: state.done.phase,
  }
}

function summariseLoop(
  loop: LoopWatch,
  state: WatchState,
  { rules, now }: { readonly rules: WatchdogSettings; readonly now: Instant },
): LoopSummary {
  const { name, role, since, circuit, next } = loop
  const statusline = knownOf(loop, 'statusline')
  return {
    ...{ name, role, state: loop.state, since: since.wall, age: now.wall - since.wall, circuit },
    evidence: loop.evidence.map(({ source, says, at }) => ({ source, says, age: now.wall - at.wall })),
    limit: limitOf(loop, now),
    windows: (statusline?.limits ?? [])
      .map(({ window, usedPercent, resetsAt }) => ({ window, usedPercent, inSeconds: resetsAt - now.wall }))
      .filter(({ inSeconds }) => inSeconds > 0),
    contextPercent: statusline?.contextPercent ?? null,
    outputTokens: knownOf(loop, 'transcript')?.outputTokens ?? null,
    left: countLeft(loop, { state, rules, now }),
    next: next && { ...next, inSeconds: next.at - now.wall },
    bars: findBars(loop, { state, rules, now }),
    blind: Object.entries(loop.facts).flatMap(([source, sensed]) =>
      sensed?.known === false ? [{ source, why: sensed.why }] : [],
    ),
  }
}

function limitOf(loop: LoopWatch, now: Instant): LoopSummary['limit'] {
  const limit = knownOf(loop, 'transcript')?.limit ?? null
  if (limit === null) return null
  const { kind, until } = limit
  return { kind, until, inSeconds: until === null ? null : until - now.wall }
}
