import type { HostFacts, LoopFacts, SessionRecord } from '../ports/host-facts.js'
import { type Check, type CheckHead, checkFact, type Judgement, ok, problem, unknown, warning } from './check.js'
import { findOwners } from './find-owners.js'

/** The client's own default. */
const defaultCleanupDays = 30
const day = 24 * 3600

/** Whether the conversation of a loop is its alone, and stays. */
export function checkConversation(loop: LoopFacts, facts: HostFacts): readonly Check[] {
  const head = (id: string, title: string): CheckHead => ({ id, title, group: 'conversation', loop: loop.name })
  return [
    checkFact(head('conversation-lock', 'its conversation is free, or its own'), loop.conversation, (conversation) =>
      judgeLock(conversation.lockHeldBy, loop),
    ),
    checkFact(head('one-owner', 'its conversation has one owner'), loop.conversation, ({ sessionId }) => {
      if (sessionId === undefined) return ok('it has had no conversation yet')
      return facts.sessions.ok
        ? judgeOwners(sessionId, loop, { facts, sessions: facts.sessions.value })
        : unknown(facts.sessions.reason)
    }),
    checkFact(head('transcript-kept', 'its transcript stays'), loop.transcriptWrittenAt, (writtenAt) =>
      facts.cleanupDays.ok
        ? judgeCleanup(writtenAt, facts.cleanupDays.value ?? defaultCleanupDays, facts.now)
        : unknown(facts.cleanupDays.reason),
    ),
  ]
}

function judgeLock(heldBy: string | undefined, { ownPid, name }: LoopFacts): Judgement {
  if (heldBy === undefined) return ok('nobody holds its lock')
  if (ownPid !== undefined) return ok(`held by the loop itself (${heldBy})`)
  return problem(
    `${heldBy} holds its lock, and is no process that cc-ci started for it`,
    `Find out what that is; end it with cc-ci loop stop ${name} in the workspace that started it.`,
  )
}

interface OwnerSources {
  readonly facts: HostFacts
  readonly sessions: readonly SessionRecord[]
}

function judgeOwners(sessionId: string, loop: LoopFacts, { facts, sessions }: OwnerSources): Judgement {
  const { living, unclear } = findOwners(sessionId, sessions, facts.processes)
  const strangers = living.filter((pid) => pid !== loop.ownPid)
  if (living.length > 1 || (strangers.length > 0 && loop.ownPid !== undefined))
    return problem(
      `${living.length} processes have it: pid ${living.join(', ')}; one branch of it will be lost`,
      'Decide which one stays, and type /exit into the others.',
    )
  if (unclear.length > 0)
    return unknown(
      `pid ${unclear.join(', ')} claims it, and cannot be looked at`,
      'Run this as the user who owns that process.',
    )
  if (strangers.length > 0)
    return warning(
      `pid ${strangers.join(', ')} has it, and cc-ci did not start that`,
      'Type /exit there before cc-ci loop start; until then the start is refused.',
    )
  return ok(living.length === 1 ? 'the loop itself' : 'nobody, the loop is not running')
}

function judgeCleanup(writtenAt: number | undefined, days: number, now: number): Judgement {
  if (writtenAt === undefined) return ok('there is none yet')
  const left = Math.floor(days - (now - writtenAt) / day)
  if (left > 7) return ok(`the client deletes it in ${left} days, if nothing is written until then`)
  const fix = `Start the loop, or raise cleanupPeriodDays (now ${days}) in the client’s settings.json.`
  return left < 0
    ? problem('the client deletes it at its next start', fix)
    : warning(`the client deletes it in ${left} days`, fix)
}
