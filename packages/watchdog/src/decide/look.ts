import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Account } from './account-limit.js'
import type { Evidence } from './action.js'
import type { Instant } from './instant.js'
import type { LoopMemory } from './loop-memory.js'
import type { LoopFacts, LoopSource, Sensed } from './observation.js'
import type { LoopWatch } from './watch-state.js'

/** What one judgement may look at: one loop, with the notes about it, at one moment. */
export interface Look {
  readonly rules: WatchdogSettings
  readonly now: Instant
  readonly loop: LoopWatch
  readonly memory: LoopMemory
  readonly account: Account
}

type Looking = Pick<Look, 'rules' | 'now' | 'loop'>

const fast: ReadonlySet<LoopSource> = new Set(['runner', 'registry', 'transcript', 'hooks'])

/** Seconds after which a look says nothing about now: its sensor must have missed several turns. */
function longestAge(source: LoopSource, { tick, steady, slow }: WatchdogSettings): number {
  if (source === 'statusline' || source === 'credentials') return Math.max(3 * slow, 900)
  return fast.has(source) ? Math.max(6 * tick, 30) + steady : 3 * steady + tick
}

/** The newest look of a sensor, if it saw something and is not too old. */
export function sensed<Source extends LoopSource>(
  look: Looking,
  source: Source,
): (Sensed<LoopFacts[Source]> & { readonly known: true }) | null {
  const newest = look.loop.facts[source] as Sensed<LoopFacts[Source]> | undefined
  if (newest === undefined || !newest.known) return null
  return look.now.mono - newest.at.mono <= longestAge(source, look.rules) ? newest : null
}

/** What a sensor saw; null is unknown, and nothing follows from it. */
export function known<Source extends LoopSource>(look: Looking, source: Source): LoopFacts[Source] | null {
  return sensed(look, source)?.value ?? null
}

/** Evidence from one sensor, with the time at which it looked. */
export function witness(look: Looking, source: LoopSource, says: string): Evidence {
  return { source, says, at: look.loop.facts[source]?.at ?? look.now }
}

/** Why a sensor saw nothing. */
export function blindness(look: Looking, source: LoopSource): Evidence {
  const newest = look.loop.facts[source]
  const says = newest === undefined ? 'has not looked yet' : newest.known ? 'has not looked lately' : newest.why
  return { source, says, at: newest?.at ?? look.now }
}

/** A time that lies in the future was written before the clock was set back: it counts as long ago. */
export function pastTime({ now }: Pick<Look, 'now'>, wall: number): number {
  return wall > now.wall + 60 ? 0 : wall
}
