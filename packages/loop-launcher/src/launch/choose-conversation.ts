import { randomUUID } from 'node:crypto'
import type { Conversation } from '../client/agent-arguments.js'
import type { LoopMemory } from '../journal/fold-journal.js'
import { conversationGrows, conversationTaken } from './launch-failures.js'
import { conversationLock, type Loop } from './loop.js'
import { findOtherOwners } from './observe-loop.js'

/** How long after a foreign write its writer may still be at it. */
const quietSeconds = 120

/**
 * The conversation of the next run: the last one, if it is to be resumed and the client still has it, otherwise a new
 * one with an id of ours. Throws when the one to resume has, or may have, another owner.
 */
export async function chooseConversation(
  loop: Loop,
  memory: LoopMemory,
  resume = loop.spec.settings.resume,
): Promise<Conversation> {
  const previous = memory.session?.sessionId
  if (previous === undefined) return create(loop, { reason: 'first' })
  if (resume === 'fresh') return create(loop, { reason: 'fresh', previous })
  // Also an id that was never written to is not used again: some clients refuse it for ever.
  if (loop.client.transcriptOf(previous) === undefined) return create(loop, { reason: 'transcript-missing', previous })
  await refuseOtherOwners(loop, memory, previous)
  return { sessionId: previous, known: true }
}

async function create(
  loop: Loop,
  why: { reason: 'first' | 'fresh' | 'transcript-missing'; previous?: string },
): Promise<Conversation> {
  const sessionId = randomUUID()
  await loop.journal.append({ event: 'session', sessionId, ...why })
  return { sessionId, known: false }
}

async function refuseOtherOwners(loop: Loop, memory: LoopMemory, sessionId: string): Promise<void> {
  if (await loop.locks.isHeld(conversationLock(loop, sessionId))) {
    throw conversationTaken(loop.name, sessionId, [{ pid: undefined, how: 'the runner of another workspace' }])
  }
  const owners = findOtherOwners(loop, sessionId, memory.starting?.runId)
  if (owners.length > 0) throw conversationTaken(loop.name, sessionId, owners)
  const { changedAt } = loop.client.transcriptState(sessionId)
  const writtenAfterUs = changedAt > (memory.ended?.at ?? 0) + 1
  if (writtenAfterUs && changedAt > loop.clock.now().getTime() / 1000 - quietSeconds) {
    throw conversationGrows(loop.name, sessionId)
  }
}
