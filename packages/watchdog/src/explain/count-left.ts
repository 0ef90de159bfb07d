import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Instant } from '../decide/instant.js'
import type { LoopWatch, WatchState } from '../decide/watch-state.js'

/** How many restarts and nudges the rules still allow now; never below 0. */
export interface Left {
  readonly restarts: { readonly per30Minutes: number; readonly perDay: number; readonly allPer30Minutes: number }
  readonly nudges: { readonly perHour: number; readonly perDay: number }
}

export function countLeft(
  loop: LoopWatch,
  { state, rules, now }: { readonly state: WatchState; readonly rules: WatchdogSettings; readonly now: Instant },
): Left {
  const within = (events: readonly { readonly at: number }[], seconds: number) =>
    events.filter(({ at }) => at > now.wall - seconds).length
  const left = (allowed: number, used: number) => Math.max(0, allowed - used)
  const all = Object.values(state.loops).flatMap(({ restarts }) => restarts)
  return {
    restarts: {
      per30Minutes: left(rules.restarts.per30Minutes, within(loop.restarts, 1800)),
      perDay: left(rules.restarts.perDay, within(loop.restarts, 86_400)),
      allPer30Minutes: left(rules.restarts.allPer30Minutes, within(all, 1800)),
    },
    nudges: {
      perHour: left(rules.nudges.perHour, within(loop.nudges, 3600)),
      perDay: left(rules.nudges.perDay, within(loop.nudges, 86_400)),
    },
  }
}
