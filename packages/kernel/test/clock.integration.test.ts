import { SystemClock } from '@cc-ci/kernel'
import { ManualClock } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import { clockContract } from './clock.contract.js'

clockContract('SystemClock', () => new SystemClock())
clockContract('ManualClock', () => new ManualClock())

it.each([60_000, 60 * 24 * 3_600_000])('wakes a sleeper of %i ms when cancelled, with the reason', async (ms) => {
  const cancel = new AbortController()
  const reason = new Error('cancelled')
  const sleeping = new SystemClock().sleep(ms, cancel.signal)
  setImmediate(() => cancel.abort(reason))

  await expect(sleeping).rejects.toBe(reason)
})

it('sleeps through an hour at once, and tells it', async () => {
  const clock = new ManualClock('2026-01-01T00:00:00Z')
  await clock.sleep(3_600_000)
  clock.advance(1000)

  expect(clock.now()).toEqual(new Date('2026-01-01T01:00:01Z'))
  expect(clock.monotonic()).toBe(3_601_000)
})
