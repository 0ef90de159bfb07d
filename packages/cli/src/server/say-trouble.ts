import { type Clock, isCcCiError } from '@cc-ci/kernel'

const quietMs = 10 * 60_000
const mostRemembered = 1_000

/** Tells what goes wrong, with the time; the same again only after ten minutes, because a forge may be down for long. */
export function sayTrouble(warn: (line: string) => void, clock: Pick<Clock, 'now' | 'monotonic'>) {
  const told = new Map<string, number>()
  return (error: unknown): void => {
    const text = isCcCiError(error)
      ? `${error.message} (${error.code})`
      : String(error instanceof Error ? error.stack : error)
    const at = clock.monotonic()
    if (at - (told.get(text) ?? Number.NEGATIVE_INFINITY) < quietMs) return
    if (told.size >= mostRemembered) told.clear()
    told.set(text, at)
    warn(`${clock.now().toISOString()} ${text}`)
  }
}
