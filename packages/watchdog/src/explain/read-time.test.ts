import { isCcCiError } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'
import { looksLikeTime, readTime } from './read-time.js'

const at = (text: string) => Date.parse(text) / 1000
const brussels = { now: at('2026-11-26T16:30:00Z'), zone: 'Europe/Brussels' }

describe('a time', () => {
  it.each([
    ['2026-11-26T14:05:00Z', '2026-11-26T14:05:00Z'],
    ['2026-11-26 14:05+01:00', '2026-11-26T13:05:00Z'],
    ['2026-11-26T14:05', '2026-11-26T13:05:00Z'],
    ['14:05', '2026-11-26T13:05:00Z'],
    ['14:05Z', '2026-11-26T14:05:00Z'],
    ['14:05:09z', '2026-11-26T14:05:09Z'],
    ['23:50', '2026-11-25T22:50:00Z'],
    ['-10m', '2026-11-26T16:20:00Z'],
    ['90s', '2026-11-26T16:28:30Z'],
    ['-2h', '2026-11-26T14:30:00Z'],
    ['1d', '2026-11-25T16:30:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(readTime(text, brussels)).toBe(at(instant))
    expect(looksLikeTime(text)).toBe(true)
  })

  it.each(['yesterday', '25:00', '14:60', '2026-02-30T10:00Z', '2026-13-01T10:00Z', '10', '-10', '-10w', '26/11', ''])(
    '%j is none, and it is said what is',
    (text) => {
      expect(codeOf(() => readTime(text, brussels))).toMatchObject({
        code: 'TIME_UNREADABLE',
        exitCode: 2,
        hint: expect.stringContaining('14:05'),
      })
    },
  )

  it('that the clocks showed twice is asked back', () => {
    expect(codeOf(() => readTime('2026-10-25T02:30', brussels))).toMatchObject({
      code: 'TIME_AMBIGUOUS',
      hint: 'Say which one: 2026-10-25T00:30:00Z or 2026-10-25T01:30:00Z.',
    })
    const night = { ...brussels, now: at('2026-10-25T10:00:00Z') }
    expect(codeOf(() => readTime('02:30', night)).code).toBe('TIME_AMBIGUOUS')
    expect(readTime('02:30', { ...night, now: at('2026-10-25T00:45:00Z') })).toBe(at('2026-10-25T00:30:00Z'))
  })

  it('that the clocks left out is none', () => {
    expect(codeOf(() => readTime('2026-03-29T02:30', brussels)).code).toBe('TIME_UNREADABLE')
  })

  it('is told from the name of a loop', () => {
    expect(['builder', 'a-10m'].map(looksLikeTime)).toEqual([false, false])
  })
})

function codeOf(read: () => unknown) {
  try {
    read()
  } catch (error) {
    if (isCcCiError(error)) return error
  }
  throw new Error('it was read')
}
