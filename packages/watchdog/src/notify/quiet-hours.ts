import type { NotifySettings } from '@cc-ci/contracts/watchdog-settings'

/** Whether only pages are sent at that moment (epoch seconds), by the clock of the zone. */
export function isQuiet(at: number, hours: NotifySettings['quietHours']): boolean {
  if (hours === undefined) return false
  const format = { timeZone: hours.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const time = new Intl.DateTimeFormat('en-GB', format).format(at * 1000)
  const { from, to } = hours
  return from <= to ? from <= time && time < to : time >= from || time < to
}
