import { CcCiError, type Clock, isCcCiError } from '@cc-ci/kernel'
import { rateLimitEnd } from '../forge/forge-failures.js'
import type { ServerStore } from '../ports/server-store.js'
import { backoff } from './backoff.js'
import type { OutboxEntry, Outgoing } from './outgoing.js'
import { tellAnswer } from './tell-answer.js'
import { type CommentPorts, tellComment } from './tell-comment.js'

export interface DeliveryPorts extends CommentPorts {
  readonly store: Pick<ServerStore, 'due' | 'markTold' | 'postpone'>
  readonly clock: Clock
  /** Repositories whose statuses the token may not write, kept from delivery to delivery: their comments say so. */
  readonly withoutStatus?: Set<string>
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
  const { store, clock, forge, withoutStatus = new Set<string>() } = ports
  const now = (): number => Math.floor(clock.now().getTime() / 1000)
  const pass = { ...ports, withoutStatus, self: askedOnce(() => forge.self()) }
  const due = store.due(now())
  const waiting: { entry: OutboxEntry; error: CcCiError }[] = []
  let told = 0
  for (const [index, entry] of due.entries()) {
    if (signal?.aborted) break
    const error = await tell(entry, pass).then(() => undefined, known)
    if (error === undefined) {
      store.markTold(entry.id)
      told += 1
      continue
    }
    const trouble = await troubleWith(error, ports)
    const late = trouble === 'forge' ? due.slice(index) : [entry]
    const again = Math.max(now() + backoff(entry.attempts + 1, trouble), rateLimitEnd(error, now()) ?? 0)
    for (const one of late) store.postpone(one.id, again)
    waiting.push(...late.map((one) => ({ entry: one, error })))
    if (trouble === 'forge') break
  }
  return { told, waiting }
}

type Pass = DeliveryPorts & { readonly self: () => Promise<string>; readonly withoutStatus: Set<string> }

async function tell(entry: OutboxEntry, pass: Pass): Promise<void> {
  const { outgoing } = entry
  const { forge } = pass
  switch (outgoing.kind) {
    case 'reaction':
      return forge.react(outgoing.repository, outgoing.commentId, outgoing.reaction)
    case 'status':
      return tellStatus(outgoing, pass)
    case 'answer':
      return tellAnswer({ ...entry, outgoing }, pass)
    case 'comment':
      return tellComment({ ...entry, outgoing: withNote(outgoing, pass) }, pass)
  }
}

async function tellStatus(
  { repository, hash, status }: Extract<Outgoing, { kind: 'status' }>,
  { forge, withoutStatus }: Pass,
): Promise<void> {
  try {
    await forge.setStatus(repository, hash, status)
    withoutStatus.delete(repository)
  } catch (error) {
    if (isCcCiError(error) && error.code === 'FORGE_TOKEN_REFUSED') withoutStatus.add(repository)
    throw error
  }
}

type Comment = Extract<Outgoing, { kind: 'comment' }>

function withNote(comment: Comment, { withoutStatus }: Pass): Comment {
  if (!withoutStatus.has(comment.repository)) return comment
  const note = 'The account of cc-ci may not write commit statuses here: this comment is all that it can say.'
  return { ...comment, body: `${comment.body}\n\n<sub>${note}</sub>` }
}

/** What a failure concerns: a forge that still knows who we are has trouble with this entry only. */
async function troubleWith({ code }: CcCiError, { forge }: DeliveryPorts): Promise<'forge' | 'entry'> {
  if (code === 'FORGE_RATE_LIMITED') return 'forge'
  if (code === 'REPORT_FAILED') return 'entry'
  return forge.self().then(
    () => 'entry',
    () => 'forge',
  )
}

/** What was answered is not asked again. */
function askedOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: T | undefined
  return async () => {
    answer ??= await ask()
    return answer
  }
}

function known(error: unknown): CcCiError {
  if (isCcCiError(error)) return error
  return new CcCiError('REPORT_FAILED', `A report could not be made: ${String(error)}.`, {
    hint: 'It is tried again later. Please report it as a bug of cc-ci if it stays.',
    cause: error,
  })
}
