import { randomUUID } from 'node:crypto'
import type { Conversation } from '../client/agent-arguments.js'
import type { LoopMemory } from '../journal/fold-journal.js'
import { askClientForOwners } from './ask-client.js'
import { readLastTurn } from './last-turn.js'
import { conversationAtWork, conversationGrows, conversationTaken, ownersUnknown } from './launch-failures.js'
import { conversationLock, type Loop } from './loop.js'
import { findOtherOwners } from './observe-loop.js'

/** How long after a foreign write its writer may still be at it. */
const quietSeconds = 120

/** A turn that nothing was written of for longer is over, whatever its last record says. */
const longestTurnSeconds = 45 * 60

/** How much of a transcript's end holds its last records. In bytes. */
const lastRecordsSize = 1024 * 1024

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
  const seen = findOtherOwners(loop, sessionId, memory.starting?.runId)
  const owners = seen.length > 0 ? seen : await askClientForOwners(loop, sessionId)
  if (owners.length > 0) throw conversationTaken(loop.name, sessionId, owners)
  refuseForeignTurn(loop, memory, sessionId)
}

/** Of a client that no process here shows, such as one in a container, only the transcript tells. */
function refuseForeignTurn(loop: Loop, memory: LoopMemory, sessionId: string): void {
  const { changedAt, size } = loop.client.transcriptState(sessionId)
  const age = loop.clock.now().getTime() / 1000 - changedAt
  const writtenAfterUs = changedAt > (memory.ended?.at ?? 0) + 1
  if (!writtenAfterUs || age > longestTurnSeconds) return
  if (age < quietSeconds) throw conversationGrows(loop.name, sessionId)
  const turn = readLastTurn(loop.client.transcriptFrom(sessionId, Math.max(0, size - lastRecordsSize)))
  if (turn === 'running') throw conversationAtWork(loop.name, sessionId)
  if (turn === 'unreadable') throw ownersUnknown(loop.name, sessionId, 'the end of its transcript cannot be read')
}
