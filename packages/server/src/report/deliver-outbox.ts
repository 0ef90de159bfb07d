import { CcCiError, type Clock, isCcCiError } from '@cc-ci/kernel'
import { rateLimitEnd } from '../forge/forge-failures.js'
import type { ServerStore } from '../ports/server-store.js'
import { backoff } from './backoff.js'
import type { OutboxEntry } from './outgoing.js'
import { tellAnswer } from './tell-answer.js'
import { type CommentPorts, tellComment } from './tell-comment.js'

export interface DeliveryPorts extends CommentPorts {
  readonly store: Pick<ServerStore, 'due' | 'markTold' | 'postpone'>
  readonly clock: Clock
}

/** What became of what was due. */
export interface Delivery {
  readonly told: number
  /** What waits for another attempt, and why; also all that was not tried because the forge is down. */
  readonly waiting: readonly { readonly entry: OutboxEntry; readonly error: CcCiError }[]
}

/**
 * Tells the forge what is due, in the order of the outbox. Whatever cannot be told waits, longer each time, and nothing
 * is dropped; a forge that is down or wants to be left alone is not asked for the rest. Only one delivery may go on at a
 * time: two would both look for a comment and both make it. An abort ends it between two entries.
 */
export async function deliverOutbox(ports: DeliveryPorts, signal?: AbortSignal): Promise<Delivery> {
  const { store, clock } = ports
  const now = (): number => Math.floor(clock.now().getTime() / 1000)
  const due = store.due(now())
  const waiting: { entry: OutboxEntry; error: CcCiError }[] = []
  let told = 0
  for (const [index, entry] of due.entries()) {
    if (signal?.aborted) break
    const error = await tell(entry, ports).then(() => undefined, known)
    if (error === undefined) {
      store.markTold(entry.id)
      told += 1
      continue
    }
    const late = (await isForAll(error, ports)) ? due.slice(index) : [entry]
    const again = Math.max(now() + backoff(entry.attempts + 1), rateLimitEnd(error, now()) ?? 0)
    for (const one of late) store.postpone(one.id, again)
    waiting.push(...late.map((one) => ({ entry: one, error })))
    if (late.length > 1) break
  }
  return { told, waiting }
}

async function tell(entry: OutboxEntry, ports: DeliveryPorts): Promise<void> {
  const { outgoing } = entry
  const { forge } = ports
  switch (outgoing.kind) {
    case 'reaction':
      return forge.react(outgoing.repository, outgoing.commentId, outgoing.reaction)
    case 'status':
      return forge.setStatus(outgoing.repository, outgoing.hash, outgoing.status)
    case 'answer':
      return tellAnswer({ ...entry, outgoing }, forge)
    case 'comment':
      return tellComment({ ...entry, outgoing }, ports)
  }
}

/** Whether a failure concerns the whole forge: one that still knows who we are has trouble with this entry only. */
async function isForAll({ code }: CcCiError, { forge }: DeliveryPorts): Promise<boolean> {
  if (code === 'FORGE_RATE_LIMITED') return true
  if (code !== 'FORGE_UNREACHABLE' && code !== 'FORGE_NOT_FOUND') return false
  return forge.self().then(
    () => false,
    () => true,
  )
}

function known(error: unknown): CcCiError {
  if (isCcCiError(error)) return error
  return new CcCiError('REPORT_FAILED', `A report could not be made: ${String(error)}.`, {
    hint: 'It is tried again later. Please report it as a bug of cc-ci if it stays.',
    cause: error,
  })
}
