import { CcCiError } from '@cc-ci/kernel'
import { instantsOf, type LocalTime, localTimeAt } from './zoned-time.js'

interface TimeContext {
  /** Epoch seconds. */
  readonly now: number
  /** IANA name of the zone that a time without one is in. */
  readonly zone: string
}

const accepted =
  'Write an instant (2026-11-26T14:05:00Z, or with +01:00), a time of the last 24 hours (14:05, 14:05:30, 14:05Z), or how long ago (-10m, -90s, -2h, -1d).'
const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }
const ago = /^-?(\d+)([smhd])$/
const instant = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i
const ofTheDay = /^(\d\d?):(\d\d)(?::(\d\d))?(Z)?$/i

/** Whether it is meant as a time, even if it is none that there is. */
export function looksLikeTime(text: string): boolean {
  return [ago, instant, ofTheDay].some((form) => form.test(text)) || /^[-\d]/.test(text)
}

/** The epoch seconds that a person means. Throws TIME_UNREADABLE, or TIME_AMBIGUOUS where clocks showed it twice. */
export function readTime(text: string, context: TimeContext): number {
  const seconds = readAgo(text, context) ?? readInstant(text, context) ?? readTimeOfDay(text, context)
  if (seconds === undefined) throw unreadable(`“${text}” is no time.`)
  return seconds
}

function readAgo(text: string, { now }: TimeContext): number | undefined {
  const [, count, unit = ''] = ago.exec(text) ?? []
  return count === undefined ? undefined : now - Number(count) * (unitSeconds[unit] ?? 0)
}

function readInstant(text: string, { zone }: TimeContext): number | undefined {
  const [, year, month, day, hour, minute, second = '0', offset] = instant.exec(text) ?? []
  if (year === undefined) return undefined
  const numbers = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers
  const local = { year: y, month: mo, day: d, hour: h, minute: mi, second: s }
  const asUtc = Date.UTC(y, mo - 1, d, h, mi, s)
  if (!exists(local, asUtc)) throw unreadable(`“${text}” names a day or a time that there is not.`)
  return offset === undefined ? only(instantsOf(local, zone), text, zone) : asUtc / 1000 - secondsOf(offset)
}

function readTimeOfDay(text: string, { now, zone }: TimeContext): number | undefined {
  const [, hour, minute, second = '0', utc] = ofTheDay.exec(text) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const there = utc === undefined ? zone : 'UTC'
  const time = { hour: Number(hour), minute: Number(minute), second: Number(second) }
  const today = localTimeAt(now, there)
  for (const day of [today, dayBefore(today)]) {
    const found = instantsOf({ ...day, ...time }, there).filter((candidate) => candidate <= now)
    if (found.length > 0) return only(found, text, there)
  }
  throw unreadable(`The clocks of ${there} did not show ${text} in the last 24 hours.`)
}

function dayBefore({ year, month, day, ...time }: LocalTime): LocalTime {
  const before = new Date(Date.UTC(year, month - 1, day - 1))
  return { year: before.getUTCFullYear(), month: before.getUTCMonth() + 1, day: before.getUTCDate(), ...time }
}

function only(instants: readonly number[], text: string, zone: string): number {
  const [first, second] = instants
  if (first === undefined) throw unreadable(`The clocks of ${zone} did not show ${text}.`)
  if (second === undefined) return first
  const both = [first, second].map((each) => `${new Date(each * 1000).toISOString().slice(0, 19)}Z`)
  throw new CcCiError('TIME_AMBIGUOUS', `The clocks of ${zone} showed ${text} twice.`, {
    hint: `Say which one: ${both.join(' or ')}.`,
    exitCode: 2,
  })
}

function unreadable(message: string): CcCiError {
  return new CcCiError('TIME_UNREADABLE', message, { hint: accepted, exitCode: 2 })
}

/** The calendar carries a 30th of February over to March; nobody means that. */
function exists({ year, month, day, hour, minute, second }: LocalTime, asUtc: number): boolean {
  const date = new Date(asUtc)
  const carried = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours()]
  const minutes = [date.getUTCMinutes(), date.getUTCSeconds()]
  return [year, month, day, hour, minute, second].every((value, index) => [...carried, ...minutes][index] === value)
}

function secondsOf(offset: string): number {
  if (/^z$/i.test(offset)) return 0
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}
