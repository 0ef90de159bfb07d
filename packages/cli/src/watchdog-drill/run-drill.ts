import { CcCiError } from '@cc-ci/kernel'
import { runWatch } from '../watchdog/run-watch.js'
import type { World } from '../world.js'
import type { Drill, DrillReport, Event } from './drill.js'
import { followDrill } from './follow-drill.js'
import { type Canary, openCanary } from './open-canary.js'

export interface DrillOptions {
  readonly version: string
  readonly signal: AbortSignal
  /** Told of each event as it comes. */
  readonly tell: (event: Event) => void
}

/**
 * Breaks a canary under a watchdog, and tells what that did about it. Whatever it began is gone afterwards. Throws
 * DRILL_CANCELLED, DRILL_NOT_BEGUN.
 */
export async function runDrill(drill: Drill, options: DrillOptions, outer: World): Promise<DrillReport> {
  const canary = await openCanary(drill, outer)
  try {
    const run = await canary.start()
    options.signal.throwIfAborted()
    return await underWatch(canary, options, (signal) => followDrill({ drill, canary, run }, { ...options, signal }))
  } catch (error) {
    throw options.signal.aborted ? cancelled() : error
  } finally {
    await canary.remove()
  }
}

/** `signal` is aborted when the watchdog ends by itself, too; why it did is then what this throws. */
async function underWatch<Result>(
  canary: Canary,
  { version, signal: asked }: DrillOptions,
  follow: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController()
  const signal = AbortSignal.any([asked, over.signal])
  const request = { version, dryRun: false, once: false, signal, say: () => undefined }
  const watching = runWatch(canary.workspace, request, canary.world)
  watching.catch(() => over.abort(new Error('the watchdog ended')))
  try {
    return await follow(signal)
  } finally {
    over.abort()
    await watching
  }
}

function cancelled(): CcCiError {
  return new CcCiError('DRILL_CANCELLED', 'The drill was broken off; all that it made is removed.', { exitCode: 143 })
}
