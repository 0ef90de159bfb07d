import { InMemoryLeaseStore, ManualClock } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import { takeSlot } from './take-slot.js'

function host({ capacity = 2 } = {}) {
  const clock = new ManualClock()
  const leases = new InMemoryLeaseStore(clock)
  let waits = 0
  const onWait = () => {
    waits += 1
  }
  const take = (holder: string, signal = new AbortController().signal) =>
    takeSlot({ capacity, holder, signal, onWait }, { leases, clock })
  return { clock, leases, take, waits: () => waits }
}

it('K-03: lets as many runs begin as the one knob says', async () => {
  const { take, leases, waits } = host({ capacity: 2 })
  const slots = [await take('run 1'), await take('run 2')]

  expect(slots.map(({ name }) => name)).toEqual(['slot-1', 'slot-2'])
  expect(await leases.list()).toMatchObject([{ heldBy: 'run 1' }, { heldBy: 'run 2' }])
  expect(waits()).toBe(0)
})

it('lets the next one wait until a slot is free, and says so once', async () => {
  const bed = host({ capacity: 1 })
  const first = await bed.take('run 1')
  const sleep = bed.clock.sleep.bind(bed.clock)
  bed.clock.sleep = async (ms, signal) => {
    await sleep(ms, signal)
    if (bed.clock.monotonic() >= 10_000) await first.release()
  }

  await expect(bed.take('run 2')).resolves.toMatchObject({ name: 'slot-1' })
  expect([bed.clock.monotonic(), bed.waits()]).toEqual([10_000, 1])
})

it('takes the slot of a run that died', async () => {
  const { take, leases } = host({ capacity: 1 })
  leases.leaveBehind('slot-1')

  expect(await take('run 2')).toMatchObject({ name: 'slot-1' })
})

it('gives up when the run is cancelled', async () => {
  const { take } = host({ capacity: 1 })
  await take('run 1')
  const reason = new Error('cancelled')

  await expect(take('run 2', AbortSignal.abort(reason))).rejects.toBe(reason)
})
