import type { Instant } from '../decide/instant.js'
import type { Observation } from '../decide/observation.js'
import type { WatchedLoop } from './loop-control.js'

/** How often something is looked at: every 5 s, every 30 s, every 5 min. */
export type Pace = 'fast' | 'steady' | 'slow'

/** Looks at one kind of trace. A look that fails gives an unknown; it never throws and never guesses. */
export interface LoopSensor {
  readonly pace: Pace
  look(loop: WatchedLoop, now: Instant): Promise<Observation>
}

/** Looks at what all loops share. */
export interface CommonSensor {
  readonly pace: Pace
  look(now: Instant): Promise<Observation>
}
