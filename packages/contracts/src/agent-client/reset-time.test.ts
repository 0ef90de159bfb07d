import { describe, expect, it } from 'vitest'
import { readLimitText } from './limit-text.js'
import { parseResetTime } from './reset-time.js'

const epoch = (time: string): number => Date.parse(time) / 1000
const iso = (instant: number | undefined) => instant && new Date(instant * 1000).toISOString()

describe('W-61: when a limit ends, by the words of the client', () => {
  it.each([
    ['a time later that day', '3:20am (UTC)', '2026-11-23T00:17:43Z', '2026-11-23T03:20:00.000Z'],
    ['a full hour', '1pm (America/New_York)', '2026-11-23T00:00:00Z', '2026-11-23T18:00:00.000Z'],
    ['midnight', '12am (UTC)', '2026-11-23T23:50:00Z', '2026-11-24T00:00:00.000Z'],
    ['noon', '12pm (UTC)', '2026-11-23T23:50:00Z', '2026-11-24T12:00:00.000Z'],
    ['past midnight', '12:18am (UTC)', '2026-11-23T23:59:59Z', '2026-11-24T00:18:00.000Z'],
    [
      'nine hours east, where it is tomorrow',
      '9:30am (Asia/Tokyo)',
      '2026-11-23T00:17:00Z',
      '2026-11-23T00:30:00.000Z',
    ],
    ['a date', 'Nov 26, 12:20am (UTC)', '2026-11-23T00:17:00Z', '2026-11-26T00:20:00.000Z'],
    ['a date in the next year', 'Jan 2, 5am (UTC)', '2026-12-30T00:00:00Z', '2027-01-02T05:00:00.000Z'],
    [
      'a time that the change of the clock leaves out',
      '2:30am (Europe/Brussels)',
      '2027-03-28T00:00:00Z',
      '2027-03-28T01:30:00.000Z',
    ],
    [
      'a time that comes twice, before the first',
      '2:30am (Europe/Brussels)',
      '2026-10-24T23:00:00Z',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'a time that comes twice, after the first',
      '2:30am (Europe/Brussels)',
      '2026-10-25T00:40:00Z',
      '2026-10-25T01:30:00.000Z',
    ],
    [
      'the minute that still runs, and not the day after',
      '12:18am (UTC)',
      '2026-11-23T00:18:30Z',
      '2026-11-23T00:18:00.000Z',
    ],
    ['at most 8 days', 'Nov 20, 1am (UTC)', '2026-11-23T00:00:00Z', '2026-12-01T00:00:00.000Z'],
    ['epoch seconds', '1795398424', '2026-11-23T00:00:00Z', '2026-11-23T01:47:04.000Z'],
  ])('%s', (_, words, at, expected) => {
    expect(iso(parseResetTime(words, { at: epoch(at) }))).toBe(expected)
  })

  it.each([
    '2:13am',
    '2:13am (Nowhere/Land)',
    '2:61am (UTC)',
    '13pm (UTC)',
    '0am (UTC)',
    'Foo 3, 1am (UTC)',
    'soon',
    '',
  ])('stays unknown for %j', (words) => {
    expect(parseResetTime(words, { at: epoch('2026-11-23T00:00:00Z') })).toBeUndefined()
  })

  it('takes the zone of the client where none is named', () => {
    const at = epoch('2026-11-23T00:00:00Z')
    expect(iso(parseResetTime('2:13am', { at, zone: 'Europe/Brussels' }))).toBe('2026-11-23T01:13:00.000Z')
  })

  it('takes a date on either side of a rough time, and no time without a date', () => {
    const rough = { at: epoch('2026-11-26T16:00:00Z'), roughly: true }
    expect(iso(parseResetTime('Nov 26, 12:43am (UTC)', rough))).toBe('2026-11-26T00:43:00.000Z')
    expect(parseResetTime('Mar 1, 12:43am (UTC)', rough)).toBeUndefined()
    expect(parseResetTime('2:13am (UTC)', rough)).toBeUndefined()
  })
})

describe('the words for a limit', () => {
  it.each([
    ['Claude AI usage limit reached|1795398424', '1.0.24', 'unknown', '1795398424'],
    ['Opus weekly limit reached ∙ resets Oct 6, 1pm', '1.0.128', 'seven_day_opus', 'Oct 6, 1pm'],
    [
      "You've hit your session limit · resets 3:20am (Europe/Brussels)",
      '2.0.76',
      'five_hour',
      '3:20am (Europe/Brussels)',
    ],
    ["You've hit your 5-hour limit · resets 12:20am (UTC)", '2.1.330', 'five_hour', '12:20am (UTC)'],
    ["You've hit your weekly limit · resets Nov 26, 12:20am (UTC)", '2.1.330', 'seven_day', 'Nov 26, 12:20am (UTC)'],
    ["You're out of extra usage", '2.1.30', 'extra_usage', undefined],
  ])('%s', (text, version, kind, resets) => {
    expect(readLimitText(text, version)).toEqual({ kind, resets })
    expect(readLimitText(text)).toEqual({ kind, resets })
  })

  it.each([
    ['other versions', "You've hit your weekly limit · resets 1pm", '1.0.24'],
    ['a longer text that has them', "The page says: You've hit your weekly limit · resets 1pm", undefined],
    ['W-64: a server that is busy', 'Server is temporarily limiting requests (not your usage limit)', undefined],
  ])('are not those of %s', (_, text, version) => {
    expect(readLimitText(text, version)).toBeUndefined()
  })
})
