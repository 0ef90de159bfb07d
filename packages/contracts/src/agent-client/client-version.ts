/** The newest client version whose records and screens were measured. */
export const newestKnownVersion = '2.1.330'

/** A wording, and the client versions that use it; a missing end is open. */
export interface Versioned {
  readonly since?: string
  readonly until?: string
  readonly pattern: RegExp
}

/**
 * The wordings that a client of this version may use; all of them when nobody knows its version. A client that is newer
 * than all that are known is read like the newest known one.
 */
export function wordingsOf(table: readonly Versioned[], version: string | undefined): readonly RegExp[] {
  const used = table.filter(({ since, until }) => {
    if (version === undefined) return true
    return (since === undefined || !isOlder(version, since)) && (until === undefined || !isOlder(until, version))
  })
  return used.map(({ pattern }) => pattern)
}

/** Whether nobody has measured what a client of this version writes. */
export function isUnmeasured(version: string): boolean {
  return isOlder(newestKnownVersion, version)
}

function isOlder(one: string, other: string): boolean {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]]
  for (let part = 0; part < 3; part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
