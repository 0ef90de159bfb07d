import { CcCiError, type Clock, type ExclusiveLock, type ExclusiveLocks } from '@cc-ci/kernel'

const pollMs = 50

export interface LockWait {
  readonly name: string
  /** What others are told who wait in vain. */
  readonly what: string
  readonly waitMs: number
}

/** Does the work while holding the lock, and waits for it before. Throws LOOP_BUSY when another process keeps it. */
export async function withLock<Result>(
  { name, what, waitMs }: LockWait,
  work: () => Promise<Result>,
  { locks, clock }: { locks: ExclusiveLocks; clock: Clock },
): Promise<Result> {
  const end = clock.monotonic() + waitMs
  for (;;) {
    const lock = await locks.tryTake(name)
    if (lock !== undefined) return workWith(lock, work)
    if (clock.monotonic() >= end) throw loopBusy(what, waitMs)
    await clock.sleep(pollMs)
  }
}

async function workWith<Result>(lock: ExclusiveLock, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

function loopBusy(what: string, waitMs: number): CcCiError {
  return new CcCiError(
    'LOOP_BUSY',
    `${what}: another command is still at work on it after ${Math.round(waitMs / 1000)} s.`,
    { hint: 'Wait for it to end, and say the command again.' },
  )
}
