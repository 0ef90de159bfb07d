const minute = 60
const day = 86_400
const longestWait = 8 * day
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const wording =
  /^(?:([A-Za-z]{3})[a-z]* (\d{1,2})(?:,? (\d{4}))?(?:,| at)? )?(\d{1,2})(?::(\d{2}))?\s?([ap]m)?(?: \(([^)]+)\))?$/i

export interface ResetContext {
  /** Epoch seconds at which it was written. */
  readonly at: number
  /** IANA name, for a time that names no zone itself; without one such a time stays unknown. */
  readonly zone?: string | undefined
  /** `at` is only roughly known: a date is taken on either side of it, and a time without a date stays unknown. */
  readonly roughly?: boolean
}

interface LocalTime {
  readonly year: number
  /** Counts from 0. */
  readonly month: number
  readonly day: number
  readonly minutes: number
}

/**
 * When a limit ends, in epoch seconds, from the words of the client, such as `3:20am (Europe/Brussels)`: the next such
 * instant after `at`, at most 8 days later. Only for records without an epoch, which is always right.
 */
export function parseResetTime(text: string, { at, zone, roughly = false }: ResetContext): number | undefined {
  if (/^\d{10}(\d{3})?$/.test(text)) return Number(text.slice(0, 10))
  const found = wording.exec(text.trim())
  if (found === null) return undefined
  const where = found[7] ?? zone
  const minutes = minutesOf(found)
  if (where === undefined || minutes === undefined || !isZone(where)) return undefined
  if (roughly && found[1] === undefined) return undefined
  const candidates = datesOf(found, localDate(at, where)).flatMap((date) => instantsOf({ ...date, minutes }, where))
  if (roughly) return candidates.find((instant) => Math.abs(instant - at) <= longestWait)
  // A minute that is named lasts until its end.
  const next = candidates.sort((one, other) => one - other).find((instant) => instant > at - minute)
  return next === undefined ? undefined : Math.min(next, at + longestWait)
}

function minutesOf([, , , , hour = '', minutes = '0', half]: readonly (string | undefined)[]): number | undefined {
  const hours = Number(hour)
  if (Number(minutes) > 59 || hours > (half === undefined ? 23 : 12) || (half !== undefined && hours === 0))
    return undefined
  const offset = half?.toLowerCase() === 'pm' ? 12 : 0
  return ((half === undefined ? hours : hours % 12) + offset) * 60 + Number(minutes)
}

/** The named date in the years around, or the days around. */
function datesOf([, name, number, year]: readonly (string | undefined)[], today: LocalTime): readonly LocalTime[] {
  if (name === undefined) return [-1, 0, 1, 2].map((days) => ({ ...today, day: today.day + days }))
  const month = months.indexOf(name.toLowerCase())
  if (month < 0) return []
  const years = year === undefined ? [today.year - 1, today.year, today.year + 1] : [Number(year)]
  return years.map((each) => ({ year: each, month, day: Number(number), minutes: 0 }))
}

/** A time of day that a change of the clock leaves out is moved by that change; one that comes twice is two instants. */
function instantsOf({ year, month, day: date, minutes }: LocalTime, zone: string): readonly number[] {
  const local = Date.UTC(year, month, date, 0, minutes) / 1000
  const offsets = [offsetAt(local - day, zone), offsetAt(local + day, zone)]
  const instants = [...new Set(offsets.map((offset) => local - offset))]
  const real = instants.filter((instant) => instant + offsetAt(instant, zone) === local)
  return real.length > 0 ? real : instants.slice(0, 1)
}

function offsetAt(instant: number, zone: string): number {
  const { year, month, day: date, minutes } = localDate(instant, zone)
  return Date.UTC(year, month, date, 0, minutes) / 1000 - Math.floor(instant / minute) * minute
}

function localDate(instant: number, zone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(instant * 1000)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  return {
    year: part('year'),
    month: part('month') - 1,
    day: part('day'),
    minutes: part('hour') * 60 + part('minute'),
  }
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
