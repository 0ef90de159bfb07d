import type { Clock } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'

/** What every Clock must do, real or manual. */
export function clockContract(name: string, create: () => Clock): void {
  describe(`${name} keeps the Clock contract`, () => {
    it('has moved on by at least the time slept, on both its faces', async () => {
      const clock = create()
      const [date, moment] = [clock.now().getTime(), clock.monotonic()]
      await clock.sleep(20)

      // Timers of Node count whole milliseconds and may fire within the last one.
      expect(clock.now().getTime() - date).toBeGreaterThanOrEqual(19)
      expect(clock.monotonic() - moment).toBeGreaterThanOrEqual(19)
    })

    it('does not sleep for no time, nor for less', async () => {
      const clock = create()
      const before = clock.monotonic()
      await clock.sleep(0)
      await clock.sleep(-60_000)

      expect(clock.monotonic()).toBeGreaterThanOrEqual(before)
    })

    it('does not fall asleep when cancelled already', async () => {
      const reason = new Error('cancelled')

      await expect(create().sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason)
    })
  })
}
