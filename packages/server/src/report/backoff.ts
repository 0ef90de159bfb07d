const firstSeconds = 5
const mostSeconds = 600

/** Seconds to wait after so many attempts that failed, this one among them. */
export function backoff(attempts: number): number {
  return Math.min(firstSeconds * 2 ** Math.max(0, Math.min(attempts, 20) - 1), mostSeconds)
}
