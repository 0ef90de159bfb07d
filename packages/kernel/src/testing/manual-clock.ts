import type { Clock } from '../ports/clock.js'

/** A clock that moves only when the code under test sleeps, or when the test says so. */
export class ManualClock implements Clock {
  readonly #start: number
  #passed = 0

  constructor(start = '2026-01-01T00:00:00Z') {
    this.#start = Date.parse(start)
  }

  now(): Date {
    return new Date(this.#start + this.#passed)
  }

  monotonic(): number {
    return this.#passed
  }

  advance(ms: number): void {
    this.#passed += ms
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    this.advance(Math.max(ms, 0))
  }
}
