import { describe, expect, it } from 'vitest'
import { limitError, resetTime } from './limit.js'

const at = (local: string) => Math.floor(new Date(local).getTime() / 1000)

describe('when a limit is over', () => {
  it.each([
    ['2026-11-23T02:13:00', '2026-11-23T00:40:00', '2:13am'],
    ['2026-11-23T12:00:00', '2026-11-23T00:40:00', '12pm'],
    ['2026-11-24T00:05:00', '2026-11-23T23:40:00', 'Nov 24, 12:05am'],
    ['2026-11-26T00:43:00', '2026-11-23T00:40:00', 'Nov 26, 12:43am'],
  ])('%s is told at %s as %s', (resets, now, told) => {
    expect(resetTime({ window: 'five_hour', resetsAt: at(resets) }, new Date(now))).toBe(told)
  })

  it('W-60: is in the words of the client, and the status tells more than they do', () => {
    const error = limitError(
      { window: 'seven_day', resetsAt: at('2026-11-26T00:43:00') },
      new Date('2026-11-23T00:40:00'),
    )
    expect(error.text).toMatch(/^You've hit your weekly limit · resets Nov 26, 12:43am \(.+\)$/)
    expect(error).toMatchObject({ status: 429, apiError: 'usage_limit_reached' })
  })
})
