import type { Clock } from '@cc-ci/kernel'

export interface Deadline {
  /** Aborted by the deadline or by whoever cancelled the run. */
  readonly signal: AbortSignal
  reason(): 'deadline' | 'cancelled' | null
  clear(): void
}

/** Limits the whole run; the limit and a cancellation end it the same way, and are told apart afterwards. */
export function startDeadline(seconds: number, cancelled: AbortSignal, clock: Clock): Deadline {
  const expired = new AbortController()
  const cleared = new AbortController()
  clock.sleep(seconds * 1000, cleared.signal).then(
    () => expired.abort(new Error(`the run’s deadline of ${seconds} s has passed`)),
    () => undefined,
  )
  return {
    signal: AbortSignal.any([cancelled, expired.signal]),
    reason: () => (cancelled.aborted ? 'cancelled' : expired.signal.aborted ? 'deadline' : null),
    clear: () => cleared.abort(),
  }
}
