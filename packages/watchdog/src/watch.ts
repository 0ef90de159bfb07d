import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Clock } from '@cc-ci/kernel'
import type { ActingWorld } from './act/perform-action.js'
import type { Instant } from './decide/instant.js'
import type { Reduce } from './decide/reduce.js'
import type { Heartbeat } from './journal/heartbeat.js'
import type { WatchJournal } from './ports/watch-journal.js'
import type { LookingWorld } from './watch/look-around.js'
import { Watch } from './watch/watch-loops.js'

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

export interface WatchEnd {
  readonly epoch: number
  readonly reason: string
  /** How many were begun. */
  readonly actions: number
}

/** How long what was begun may take after the end was asked for; later it is found by looking. */
const lastMs = 10_000
/** Of a single tick, which is asked for to see what comes of it. */
const onceMs = 300_000

/**
 * Watches until it is told to end: looks, writes down what changed, decides, writes down what it will do, does it, and
 * writes down what came of it. Whoever calls it holds the lock of the journal.
 */
export async function watch(options: WatchOptions, world: WatchWorld): Promise<WatchEnd> {
  const watching = new Watch(options, world)
  watching.begin()
  let reason = 'asked to end'
  do {
    await watching.tick()
    if (!world.journal.isOurs()) reason = 'another watchdog took over'
    else if (options.once) reason = 'one tick was asked for'
    else await pause(options, world)
  } while (reason === 'asked to end' && !options.signal.aborted)
  await watching.end(reason, options.once ? onceMs : lastMs)
  return { epoch: world.journal.epoch, reason, actions: watching.actions }
}

async function pause({ settings, signal }: WatchOptions, { clock }: WatchWorld): Promise<void> {
  try {
    await clock.sleep(settings.tick * 1000, signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
