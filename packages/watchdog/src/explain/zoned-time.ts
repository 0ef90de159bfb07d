export interface LocalTime {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/**
 * Every instant, in epoch seconds, at which the clocks of a zone show that time: none in the hour that a change to
 * summer time leaves out, two in the hour that the change back repeats.
 */
export function instantsOf(local: LocalTime, zone: string): readonly number[] {
  const asUtc = utcOf(local)
  const offsets = new Set([-86_400, 0, 86_400].map((shift) => offsetAt(asUtc + shift, zone)))
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((instant) => offsetAt(instant, zone) === asUtc - instant)
    .sort((one, other) => one - other)
}

/** What the clocks of a zone show at an instant. */
export function localTimeAt(epochSeconds: number, zone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(new Date(epochSeconds * 1000))
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return {
    ...{ year: of('year'), month: of('month'), day: of('day') },
    ...{ hour: of('hour'), minute: of('minute'), second: of('second') },
  }
}

/** Seconds that a zone is ahead of UTC at an instant. */
function offsetAt(epochSeconds: number, zone: string): number {
  return utcOf(localTimeAt(epochSeconds, zone)) - Math.floor(epochSeconds)
}

function utcOf({ year, month, day, hour, minute, second }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000
}
