import { Watch } from './watch/watch-loops.js'
import type { WatchOptions, WatchWorld } from './watch/watch-world.js'

export interface WatchEnd {
  readonly epoch: number
  readonly reason: string
  /** How many were begun. */
  readonly actions: number
}

/** Why a watch ended that has nothing left to do. */
export const workIsDone = 'the work is done'

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
    if (watching.isFencedOff) reason = 'another watchdog took over'
    else if (watching.isOver) reason = workIsDone
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
