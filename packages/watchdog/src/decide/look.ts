import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Account } from './account-limit.js'
import type { Evidence } from './action.js'
import type { Instant } from './instant.js'
import type { LoopMemory } from './loop-memory.js'
import type { LoopSource } from './observation.js'
import type { FreshFacts, KnownFacts } from './read-sensors.js'
import type { Turn } from './turn.js'
import type { LoopWatch } from './watch-state.js'

/** What one judgement may look at: one loop, with the notes about it, at one moment. */
export interface Look {
  readonly rules: WatchdogSettings
  readonly now: Instant
  /** As the last tick left it, with what was seen since. */
  readonly loop: LoopWatch
  /** The notes that hold now; those in `loop` are the last tick's. */
  readonly memory: LoopMemory
  readonly account: Account
  readonly fresh: FreshFacts
  readonly known: KnownFacts
  readonly turn: Turn
}

/** What the sensors saw of one loop, at one moment. */
export type Looking = Pick<Look, 'now' | 'loop' | 'known'>

/** Evidence from one sensor, with the time at which it looked. */
export function witness(look: Pick<Look, 'now' | 'loop'>, source: LoopSource, says: string): Evidence {
  return { source, says, at: look.loop.facts[source]?.at ?? look.now }
}

/** Why a sensor saw nothing. */
export function blindness(look: Pick<Look, 'now' | 'loop'>, source: LoopSource): Evidence {
  const newest = look.loop.facts[source]
  const says = newest === undefined ? 'has not looked yet' : newest.known ? 'has not looked lately' : newest.why
  return { source, says, at: newest?.at ?? look.now }
}

/** A time that lies in the future was written before the clock was set back: it counts as long ago. */
export function pastTime({ now }: Pick<Look, 'now'>, wall: number): number {
  return wall > now.wall + 60 ? 0 : wall
}
