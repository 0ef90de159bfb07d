import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../ports/clock.js'

// A longer timer would fire at once.
const longestTimerMs = 2 ** 31 - 1

export class SystemClock implements Clock {
  now(): Date {
    return new Date()
  }

  monotonic(): number {
    return performance.now()
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    try {
      for (let left = ms; left > 0; left -= longestTimerMs) {
        await delay(Math.min(left, longestTimerMs), undefined, signal === undefined ? {} : { signal })
      }
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    }
  }
}
