import { closeSync } from 'node:fs'
import { chmod, mkdir, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { CcCiError, isCcCiError } from '../errors.js'
import { checkLeaseName, leaseLost, leaseWaitAborted } from '../lease-failures.js'
import type { Clock } from '../ports/clock.js'
import type { Lease, LeaseRequest, LeaseStore, LeaseWait, ListedLease } from '../ports/lease.js'
import { lockFile } from './flock.js'
import { hasCode, isStillAt, openForReading, openLeaseFile, readHolder, writeHolder } from './lease-file.js'
import { SystemClock } from './system-clock.js'

const extension = '.lease'
// Longer than `list` in another process holds its shared lock to look, so that looking never looks like holding.
const tryLock = ['--exclusive', '--timeout', '0.3']
const waitForLock = ['--exclusive']
const lookAtLock = ['--shared', '--nonblock']

/**
 * Leases as flock(2) locks on files in one folder of this host; the kernel alone says who holds one. The folder
 * should lie on a tmpfs, such as below /run/lock, so that a reboot ends them all (K-09).
 */
export class FlockLeaseStore implements LeaseStore {
  readonly #folder: string
  readonly #clock: Clock

  constructor(folder: string, clock: Clock = new SystemClock()) {
    this.#folder = folder
    this.#clock = clock
  }

  async tryAcquire(name: string, { holder }: LeaseRequest): Promise<Lease | undefined> {
    return this.#lock(name, holder, (file) => lockFile(file, tryLock))
  }

  async acquire(name: string, { holder, signal, onWait }: LeaseWait): Promise<Lease> {
    if (signal?.aborted) throw leaseWaitAborted(name)
    let waits = false
    const lease = await this.#lock(name, holder, async (file) => {
      if (await lockFile(file, tryLock)) return true
      if (!waits) onWait?.({ name, state: 'held', ...readHolder(this.#path(name)) })
      waits = true
      return lockFile(file, waitForLock, signal).catch((error) => {
        throw signal?.aborted ? leaseWaitAborted(name) : error
      })
    })
    if (lease === undefined) throw leaseLost(name)
    return lease
  }

  async list(): Promise<readonly ListedLease[]> {
    const files = await readdir(this.#folder).catch((error) => {
      if (hasCode(error, 'ENOENT')) return []
      throw unreadable(this.#folder, error)
    })
    const names = files.filter((file) => file.endsWith(extension)).map((file) => file.slice(0, -extension.length))
    const looks = await Promise.all(names.sort().map((name) => this.#look(name)))
    return looks.flat()
  }

  /** Whoever may use this host's Docker may take leases, whoever took the first: as in /tmp, but nobody removes another's. */
  async #makeFolder(): Promise<void> {
    try {
      const made = await mkdir(this.#folder, { recursive: true })
      if (made !== undefined) await chmod(this.#folder, 0o1777)
    } catch (error) {
      throw unreadable(this.#folder, error)
    }
  }

  #path(name: string): string {
    checkLeaseName(name)
    return join(this.#folder, name + extension)
  }

  async #lock(name: string, holder: string, lock: (file: number) => Promise<boolean>): Promise<Lease | undefined> {
    const path = this.#path(name)
    await this.#makeFolder()
    for (;;) {
      const file = open(path)
      let lease: FlockLease | undefined
      try {
        if (!(await lock(file))) return undefined
        // Otherwise its last holder removed this file while we waited, and the lock is worth nothing (K-07).
        if (isStillAt(path, file)) {
          writeHolder(file, { heldBy: holder, heldSince: this.#clock.now() })
          lease = new FlockLease(name, path, file)
          return lease
        }
      } finally {
        if (lease === undefined) closeSync(file)
      }
    }
  }

  /** Nothing where the lease was released meanwhile. */
  async #look(name: string): Promise<readonly ListedLease[]> {
    const path = join(this.#folder, name + extension)
    let file: number | undefined
    try {
      file = openForReading(path)
      const free = await lockFile(file, lookAtLock)
      return free ? [{ name, state: 'free' }] : [{ name, state: 'held', ...readHolder(path) }]
    } catch (error) {
      if (isCcCiError(error)) throw error
      return hasCode(error, 'ENOENT') ? [] : [{ name, state: 'unreadable' }]
    } finally {
      if (file !== undefined) closeSync(file)
    }
  }
}

/** Its file is a bare descriptor: a FileHandle would be closed, and the lease freed, by garbage collection (K-06). */
class FlockLease implements Lease {
  readonly name: string
  readonly #path: string
  #file: number | undefined

  constructor(name: string, path: string, file: number) {
    this.name = name
    this.#path = path
    this.#file = file
  }

  async assertHeld(): Promise<void> {
    if (this.#file === undefined || !isStillAt(this.#path, this.#file)) throw leaseLost(this.name)
  }

  async release(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    if (file === undefined) return
    try {
      if (isStillAt(this.#path, file)) await unlink(this.#path).catch(ignoreForeignFile)
    } finally {
      closeSync(file)
    }
  }
}

/** In a sticky folder only its maker removes a file; left there, it is free all the same. */
function ignoreForeignFile(error: unknown): void {
  if (!hasCode(error, 'EPERM') && !hasCode(error, 'EACCES')) throw error
}

function open(path: string): number {
  try {
    return openLeaseFile(path)
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, error: unknown): CcCiError {
  const why = error instanceof Error ? error.message : String(error)
  return new CcCiError('LEASE_UNREADABLE', `The lease at ${path} cannot be used: ${why}.`, {
    hint: 'Correct the permissions, or remove what lies there instead of a lease.',
  })
}
