import { CcCiError } from '@cc-ci/kernel'
import type { Loop } from './loop.js'
import { observeLoop } from './observe-loop.js'

export interface HeldLoop {
  readonly loop: string
  readonly held: boolean
  /** Whether this call changed it. */
  readonly changed: boolean
}

/** From now on nobody starts it or writes to it; what runs goes on. Holding a held loop changes nothing. */
export async function holdLoop(loop: Loop, reason: string): Promise<HeldLoop> {
  if (reason.trim() === '') {
    throw new CcCiError('REASON_MISSING', 'A hold needs a reason for those who find it.', {
      hint: `cc-ci loop hold ${loop.name} --reason "<why>"`,
      exitCode: 2,
    })
  }
  const changed = (await observeLoop(loop)).memory.held === undefined
  if (changed) await loop.journal.append({ event: 'held', reason })
  return { loop: loop.name, held: true, changed }
}

/** Releasing a loop that is not held changes nothing. */
export async function releaseLoop(loop: Loop): Promise<HeldLoop> {
  const changed = (await observeLoop(loop)).memory.held !== undefined
  if (changed) await loop.journal.append({ event: 'released' })
  return { loop: loop.name, held: false, changed }
}
