const firstSeconds = 5
/** Ten minutes for a forge that is down, so that little is late once it is back; an hour for what it alone refuses. */
const mostSeconds = { forge: 600, entry: 3600 }

/** Seconds to wait after so many attempts that failed, by what the trouble is with. */
export function backoff(attempts: number, trouble: 'forge' | 'entry'): number {
  return Math.min(firstSeconds * 2 ** Math.max(0, Math.min(attempts, 20) - 1), mostSeconds[trouble])
}
