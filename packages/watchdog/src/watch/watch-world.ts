import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Clock } from '@cc-ci/kernel'
import type { ActingWorld } from '../act/perform-action.js'
import type { Instant } from '../decide/instant.js'
import type { Reduce } from '../decide/reduce.js'
import type { Heartbeat } from '../journal/heartbeat.js'
import type { WatchJournal } from '../ports/watch-journal.js'
import type { LookingWorld } from './look-around.js'

export interface WatchOptions {
  readonly settings: WatchdogSettings
  readonly version: string
  /** Of this start of the host. */
  readonly bootId: string
  /** Decides, and says what it would do; does nothing. */
  readonly dryRun: boolean
  /** Ends after one tick and what it began. */
  readonly once: boolean
  /** Ends it; loops go on. */
  readonly signal: AbortSignal
  /** One line for people about what it decides. */
  readonly say: (line: string) => void
}

export interface WatchWorld extends LookingWorld, ActingWorld {
  readonly clock: Clock
  readonly now: () => Instant
  readonly journal: WatchJournal
  readonly reduce: Reduce
  readonly beat: (heartbeat: Heartbeat) => void
}
