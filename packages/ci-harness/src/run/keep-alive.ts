import type { RunContext } from './run-context.js'

/** Keeps the app up for whoever wants to look at it, holding its lease; a cancellation ends the wait, not the run. */
export async function keepAlive({ request, record, world, journal, plan, signal }: RunContext): Promise<void> {
  const failed = record.failures.length > 0
  const seconds = request.keepSeconds > 0 ? request.keepSeconds : failed && request.keepOnFailure ? 1800 : 0
  if (seconds === 0) return
  journal.note(`The app is kept for ${Math.round(seconds / 60)} min at https://${plan.domain}; Ctrl-C ends it.`)
  await world.clock.sleep(seconds * 1000, signal).catch(() => undefined)
}
