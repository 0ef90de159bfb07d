import { readFileSync } from 'node:fs'

/** The process that started us, as far as a watch for its death needs it. */
export interface ParentProcess {
  /** Its id now; that of an adopter once it is dead. */
  current(): number
  /** Its id when this module was loaded, which is as early as we can look. */
  readonly atStart: number
  /** Whether we lead a session of our own, as setsid makes us; false where the system does not tell. */
  readonly detached: boolean
}

const atStart = process.ppid

export function parentProcess(): ParentProcess {
  return { current: () => process.ppid, atStart, detached: ownSession() === process.pid }
}

/** Field 6 of proc(5) stat, counted after the name's closing bracket, because the name may hold anything. */
function ownSession(): number | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
  } catch {
    return undefined
  }
}
