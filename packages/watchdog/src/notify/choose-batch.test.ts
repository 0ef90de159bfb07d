import { expect, it } from 'vitest'
import type { Notice } from '../ports/notifier.js'
import { chooseBatch, isFor, retryAfter } from './choose-batch.js'
import { formatNotices } from './format-notices.js'
import { isQuiet } from './quiet-hours.js'

const notice = (severity: Notice['severity'], at: number, id = severity): Notice => ({
  id: `${id} ${at}`,
  loop: 'builder',
  key: id,
  severity,
  title: 'it is so',
  text: 'Do this.',
  at,
})
const rules = { digest: 3600, quietHours: { from: '22:00', to: '07:00', zone: 'Europe/Brussels' } }
const [night, noon] = [Date.UTC(2026, 0, 10, 2) / 1000, Date.UTC(2026, 0, 10, 12) / 1000]

it('a page goes at once, at night too, and takes nothing else with it', () => {
  const waiting = [notice('warn', night), notice('page', night)]
  expect(chooseBatch(waiting, night, rules)).toEqual([waiting[1]])
})

it('the others go together when the oldest has waited for a digest, and not at night', () => {
  const waiting = [notice('warn', noon - 3600), notice('info', noon - 10)]
  expect(chooseBatch(waiting, noon - 1, rules)).toEqual([])
  expect(chooseBatch(waiting, noon, rules)).toEqual(waiting)
  expect(chooseBatch([notice('warn', night - 7200)], night, rules)).toEqual([])
})

it.each([
  ['2026-01-10T20:59Z', false],
  ['2026-01-10T21:00Z', true],
  ['2026-01-11T05:59Z', true],
  ['2026-01-11T06:00Z', false],
  // In summer the zone is an hour further.
  ['2026-07-10T20:00Z', true],
  ['2026-07-11T05:00Z', false],
])('quiet hours are those of the zone: at %s quiet is %s', (time, quiet) => {
  expect(isQuiet(Date.parse(time) / 1000, rules.quietHours)).toBe(quiet)
})

it('quiet hours within one day, and none at all', () => {
  const lunch = { from: '12:00', to: '13:00', zone: 'UTC' }
  expect([isQuiet(noon, lunch), isQuiet(noon + 3600, lunch), isQuiet(noon, undefined)]).toEqual([true, false, false])
})

it('a channel gets what is severe enough for it', () => {
  expect((['page', 'warn', 'info'] as const).map((from) => isFor(from, notice('warn', 0)))).toEqual([false, true, true])
})

it('what fails is tried again after ever longer, and at most 15 minutes', () => {
  expect([1, 2, 3, 5, 6, 40].map(retryAfter)).toEqual([30, 60, 120, 480, 900, 900])
})

it('several notices are one message that names each', () => {
  expect(formatNotices([notice('page', 0)])).toEqual({ title: 'cc-ci, at once: builder: it is so', text: 'Do this.' })
  const { title, text } = formatNotices([notice('warn', 0), notice('info', 60)])
  expect(title).toBe('cc-ci: 2 notices')
  expect(text).toContain('1970-01-01T00:01Z cc-ci: builder: it is so\nDo this.')
})
