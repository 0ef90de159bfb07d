import { readFileSync } from 'node:fs'

/** Epoch seconds at which the host started, which starts of processes are counted from; null where nobody says. */
export function readHostStart(): number | null {
  try {
    const [, seconds] = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? []
    return seconds === undefined ? null : Number(seconds)
  } catch {
    return null
  }
}
