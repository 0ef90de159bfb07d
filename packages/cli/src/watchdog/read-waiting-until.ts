/**
 * The moment (epoch seconds) that a loop's last line announces: `WAITING-UNTIL: 2026-01-31T14:05Z`. Null without one, and
 * for one that is no instant in UTC.
 */
export function readWaitingUntil(answer: string): number | null {
  const last = answer.trimEnd().split('\n').at(-1) ?? ''
  const [, instant] = /^\W*WAITING-UNTIL: *(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z)\W*$/.exec(last) ?? []
  const time = Date.parse(instant ?? '')
  return Number.isNaN(time) ? null : time / 1000
}
