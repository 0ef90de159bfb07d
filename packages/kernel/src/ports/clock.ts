/** Time as the domain sees it: the date, durations, and waiting. */
export interface Clock {
  now(): Date
  /** Milliseconds since some fixed moment; never set back, so the only one to measure durations with. */
  monotonic(): number
  /** Rejects with the signal's reason as soon as that is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
