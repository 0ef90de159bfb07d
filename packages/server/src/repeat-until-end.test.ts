import { ManualClock } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import { repeatUntilEnd } from './repeat-until-end.js'

/** Does nothing until it is told to, and then until the signal. */
function counted(work: (time: number, end: () => void) => Promise<void> | void) {
  const ending = new AbortController()
  const troubles: unknown[] = []
  let times = 0
  const clock = new ManualClock()
  const repetition = repeatUntilEnd(
    async () => {
      times += 1
      await work(times, () => ending.abort())
    },
    { seconds: 30, clock, signal: ending.signal, onTrouble: (error) => troubles.push(error) },
  )
  return { ...repetition, troubles, clock, times: () => times }
}

it('repeats with a rest between, until the signal', async () => {
  const { ended, times, clock } = counted((time, end) => {
    if (time === 3) end()
  })
  await ended

  expect([times(), clock.monotonic()]).toEqual([3, 60_000])
})

it('tells what goes wrong, and goes on', async () => {
  const { ended, troubles } = counted((time, end) => {
    if (time === 2) end()
    else throw new Error('down')
  })
  await ended

  expect(troubles).toEqual([new Error('down')])
})

it('does at once what it is woken for meanwhile', async () => {
  const repetition = counted((time, end) => {
    if (time === 1) queueMicrotask(() => repetition.wake())
    if (time === 2) end()
    return Promise.resolve().then(() => undefined)
  })
  await repetition.ended

  expect([repetition.times(), repetition.clock.monotonic()]).toEqual([2, 0])
})
