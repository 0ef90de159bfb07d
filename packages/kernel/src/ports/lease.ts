/** The exclusive hold on one name. It ends with `release` or with the process, however that dies. */
export interface Lease {
  readonly name: string
  /** Throws LEASE_LOST unless this process still is the one holder. */
  assertHeld(): Promise<void>
  /** Removes the lease's file while still holding it. Releasing twice is allowed. */
  release(): Promise<void>
}

export interface ListedLease {
  readonly name: string
  /** `free`: its holder is gone and left the lease behind. `unreadable`: nobody can tell. */
  readonly state: 'held' | 'free' | 'unreadable'
  /** What the holder said about itself: for messages only, never a sign of life. */
  readonly heldBy?: string
  readonly heldSince?: Date
}

export interface LeaseRequest {
  /** Who wants it, in words for the people who have to wait. */
  readonly holder: string
}

export interface LeaseWait extends LeaseRequest {
  readonly signal?: AbortSignal
  /** Called once, if somebody else holds the lease. */
  readonly onWait?: (current: ListedLease) => void
}

/** Where leases are taken. Names: letters, digits, dots, dashes, underscores; otherwise LEASE_NAME_INVALID. */
export interface LeaseStore {
  /** Undefined when somebody else holds it. Throws LEASE_UNREADABLE when nobody can tell. */
  tryAcquire(name: string, request: LeaseRequest): Promise<Lease | undefined>
  /** Waits for its turn; throws LEASE_WAIT_ABORTED when the signal ends the wait. */
  acquire(name: string, wait: LeaseWait): Promise<Lease>
  /** Every lease that is held or was left behind, by name. */
  list(): Promise<readonly ListedLease[]>
}
