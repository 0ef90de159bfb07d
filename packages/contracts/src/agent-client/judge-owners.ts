import type { RegistryRecord } from './registry-record.js'

/** A process that lives, by pid and start: pids are used again. */
export interface LivingProcess {
  readonly pid: number
  /** Field 22 of /proc/<pid>/stat. */
  readonly start: string
}

export interface Owner {
  readonly record: RegistryRecord
  /** Null when nobody can tell: neither dead nor alive. */
  readonly alive: boolean | null
}

/**
 * Whom the client's registry names, and which of them live. A kill leaves its record behind, whatever it says; one whose
 * start is another process's is dead. `living` undefined: nobody has looked.
 */
export function judgeOwners(
  records: readonly RegistryRecord[],
  living: readonly LivingProcess[] | undefined,
): readonly Owner[] {
  return records.map((record) => ({ record, alive: isAlive(record, living) }))
}

function isAlive({ pid, procStart }: RegistryRecord, living: readonly LivingProcess[] | undefined): boolean | null {
  if (living === undefined) return null
  const process = living.find((each) => each.pid === pid)
  if (process === undefined) return false
  return procStart === undefined ? null : process.start === procStart
}

/** Conversations that more than one living process has. */
export function sharedSessions(owners: readonly Owner[]): readonly string[] {
  const living = owners.filter(({ alive }) => alive === true).map(({ record }) => record.sessionId)
  return [...new Set(living.filter((session, index) => living.indexOf(session) !== index))]
}
