import { expect, it } from 'vitest'
import { AddressLimits } from './address-limits.js'

it('takes a burst, then as many as time allows, for each address alone', () => {
  let at = 0
  const limits = new AddressLimits({ burst: 2, perSecond: 1 }, () => at)
  const take = (address = '192.0.2.1') => limits.take(address)

  expect([take(), take(), take()]).toEqual([true, true, false])
  expect(take('192.0.2.2')).toBe(true)
  at += 1000
  expect([take(), take()]).toEqual([true, false])
})

it('does not let refused requests delay what time allows', () => {
  let at = 0
  const limits = new AddressLimits({ burst: 1, perSecond: 1 }, () => at)
  limits.take('a')
  for (; at < 900; at += 100) limits.take('a')
  at = 1001

  expect(limits.take('a')).toBe(true)
})
