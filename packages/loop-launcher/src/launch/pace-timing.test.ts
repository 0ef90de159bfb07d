import { expect, it } from 'vitest'
import { loopTiming } from './loop.js'
import { paceTiming } from './pace-timing.js'

it('looks come sooner with a pace, and deadlines as before', () => {
  expect(paceTiming(loopTiming, {})).toEqual(loopTiming)
  expect(paceTiming(loopTiming, { CC_CI_LOOP_PACE: '10' })).toEqual({
    ...loopTiming,
    settleMs: 150,
    secondLooksMs: [300, 1000],
  })
})

it.each(['0.5', '0', 'fast', '-1', 'Infinity', ''])('refuses the pace "%s"', (pace) => {
  expect(() => paceTiming(loopTiming, { CC_CI_LOOP_PACE: pace })).toThrow(/CC_CI_LOOP_PACE is/)
})
