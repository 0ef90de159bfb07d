import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'

/** What a holder writes into its lease's file. */
export interface HolderNote {
  readonly heldBy: string
  readonly heldSince: Date
}

/** Opens a lease's file; makes it where there is none. Neither follows a link nor waits for a pipe's other end. */
export function openLeaseFile(path: string): number {
  const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants
  for (;;) {
    try {
      return regularFile(openSync(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK))
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
    try {
      // Never O_CREAT alone: in a sticky folder the kernel refuses that for the file of another user.
      const file = openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
      fchmodSync(file, 0o666) // a lock needs no more than opening, whatever the umask is
      return file
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
    }
  }
}

/** Opens a lease's file only to look at it. */
export function openForReading(path: string): number {
  return regularFile(openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK))
}

function regularFile(file: number): number {
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw new Error('it is not a regular file')
}

/** True while the path still names the open file, which somebody may have removed or replaced (K-07). */
export function isStillAt(path: string, file: number): boolean {
  const there = lstatSync(path, { throwIfNoEntry: false, bigint: true })
  const ours = fstatSync(file, { bigint: true })
  return there !== undefined && there.ino === ours.ino && there.dev === ours.dev
}

export function writeHolder(file: number, { heldBy, heldSince }: HolderNote): void {
  ftruncateSync(file)
  writeSync(file, `${JSON.stringify({ heldBy, heldSince, pid: process.pid })}\n`, 0)
}

/** Nothing where the note is missing, half written or not ours. */
export function readHolder(path: string): Partial<HolderNote> {
  try {
    const { heldBy, heldSince, pid } = JSON.parse(readFileSync(path, 'utf8'))
    const since = new Date(heldSince)
    return { heldBy: `${heldBy} (process ${pid})`, ...(Number.isNaN(since.getTime()) ? {} : { heldSince: since }) }
  } catch {
    return {}
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
