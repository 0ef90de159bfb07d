import type { ErrorClass } from '@cc-ci/contracts/agent-client'
import { deriveFraction } from './derive-fraction.js'
import type { TranscriptFact } from './facts.js'
import { fixedRules } from './fixed-rules.js'
import type { Judge, Judgement, Wish } from './judgement.js'
import { alarm } from './judgement.js'
import { type Look, pastTime, witness } from './look.js'
import { nudgeTexts } from './nudge-texts.js'
import { isResting } from './turn.js'

type Failure = TranscriptFact['error'] & object

/** What a failed turn means, by the class that its typed record has. */
export const judgeError: Judge = (look) => {
  const error = look.known.transcript?.error ?? null
  if (error === null || !isResting(look.turn)) return null
  return judges[error.class](look, error)
}

const judges: Readonly<Record<ErrorClass, (look: Look, error: Failure) => Judgement>> = {
  thinking: judgePoison,
  'tool-history': judgePoison,
  'invalid-request': judgePoison,
  'too-long': judgeContext,
  authentication: judgeBlocked,
  billing: judgeBlocked,
  limit: judgeTrouble,
  throttled: judgeTrouble,
  overloaded: judgeTrouble,
  server: judgeTrouble,
  connection: judgeTrouble,
  unknown: judgeTrouble,
}

function failed(look: Look, { class: kind, streak }: Failure) {
  return witness(look, 'transcript', `${streak === 1 ? 'its last turn' : `${streak} turns in a row`} failed: ${kind}`)
}

/** W-25, W-28, W-32: the third turn of one fingerprint, one of them after our message: the conversation is lost. */
function judgePoison(look: Look, error: Failure): Judgement {
  const evidence = [failed(look, error), look.turn.evidence]
  const ours = sameConversation(look)
  if (error.streak < 3 || !ours || failuresAfterNudge(look, error) < 1) {
    return { state: 'API_TROUBLE', evidence, wish: tryAgain(look, error), alarms: tellTrouble(look, error) }
  }
  const text = `${error.streak} turns in a row failed in the same way (${error.class}). It goes on in a new conversation with a hand-over.`
  return {
    state: 'POISONED',
    evidence,
    alarms: [alarm(look, 'poisoned', { severity: 'page', says: 'cannot use its conversation any more', text })],
    wish: { kind: 'restart', counter: 'poisoned', conversation: 'fresh' },
  }
}

/** What the transcript says counts for the conversation that runs, and for no other. */
function sameConversation(look: Look): boolean {
  const transcript = look.known.transcript
  return transcript !== null && transcript.sessionId === look.known.runner?.sessionId
}

/** 1 when the newest failure came after a message of ours that arrived since the last success. */
function failuresAfterNudge(look: Look, error: Failure, cause?: string): number {
  const succeededAt = look.known.transcript?.succeededAt ?? 0
  const nudges = look.loop.nudges.filter(
    ({ at, answered, key }) =>
      answered && at >= succeededAt && at <= error.at && (cause === undefined || key.startsWith(`${cause}:`)),
  )
  return nudges.length
}

/** W-30: one /compact, and when two more turns are still too long, the conversation is given up. */
function judgeContext(look: Look, error: Failure): Judgement {
  const evidence = [failed(look, error), look.turn.evidence]
  const compacted = failuresAfterNudge(look, error, 'compact') > 0
  const sent = look.loop.nudges.some(({ key }) => key === compactKey(look))
  if (compacted && error.streak >= 3 && sameConversation(look)) {
    return { state: 'CONTEXT_DEAD', evidence, wish: { kind: 'restart', counter: 'context', conversation: 'fresh' } }
  }
  const wish = sent ? tryAgain(look, error) : compactOnce(look, error.at)
  return { state: 'API_TROUBLE', evidence, wish, alarms: tellTrouble(look, error) }
}

function compactKey(look: Look): string {
  return `compact:${look.known.transcript?.sessionId ?? ''}`
}

/** Once per conversation. */
export function compactOnce(look: Look, from: number): Wish {
  const subject = look.known.transcript?.sessionId ?? ''
  return { kind: 'nudge', cause: 'compact', subject, text: nudgeTexts.compact, from }
}

/** Neither a restart nor a message logs in or pays: nothing is said before something shows that it was mended. */
function judgeBlocked(look: Look, error: Failure): Judgement {
  const billing = error.class === 'billing'
  const evidence = [failed(look, error)]
  const state = billing ? 'BILLING_BLOCKED' : 'AUTH_BLOCKED'
  const mended = findMended(look, error)
  if (mended !== null) {
    const wish: Wish = { kind: 'nudge', cause: 'mended', subject: error.uuid, text: nudgeTexts.goOn, from: error.at }
    return { state, evidence: [...evidence, ...mended], wish }
  }
  const stands = error.streak >= 2 || look.now.wall - pastTime(look, error.at) >= 60
  const text = billing ? 'The account cannot pay for its turns.' : 'The account is not logged in any more.'
  const matter = billing ? 'billing' : 'authentication'
  const told = alarm(look, matter, {
    severity: 'page',
    says: 'is blocked',
    text: `${text} Nothing is restarted; mend it, then say a word to the loop.`,
  })
  return { state, evidence, ...(stands && { alarms: [told] }) }
}

/** Another loop that succeeded since, or somebody who has logged in anew. */
function findMended(look: Look, { at }: Failure): Judgement['evidence'] | null {
  if (look.account.succeededAt > at) return []
  const writtenAt = pastTime(look, look.known.credentials?.writtenAt ?? 0)
  return writtenAt > at ? [witness(look, 'credentials', 'its credentials were written after that')] : null
}

/** The server is in trouble, not the loop: no restart ever. */
function judgeTrouble(look: Look, error: Failure): Judgement {
  const evidence = [failed(look, error)]
  return { state: 'API_TROUBLE', evidence, wish: tryAgain(look, error), alarms: tellTrouble(look, error) }
}

function tryAgain(look: Look, { streak, at, uuid }: Failure): Wish {
  const longest = Math.min(fixedRules.troubleFirst * 2 ** Math.min(streak - 1, 10), fixedRules.troubleLongest)
  const from = pastTime(look, at) + longest * deriveFraction(look.loop.name, uuid)
  return { kind: 'nudge', cause: 'trouble', subject: uuid, text: nudgeTexts.retry, from }
}

function tellTrouble(look: Look, { class: kind, streak }: Failure) {
  const { troubleSince } = look.memory
  if (troubleSince === null || look.now.mono - troubleSince < fixedRules.troubleAlert) return []
  const text = `For half an hour no turn of it has succeeded; ${streak} in a row failed: ${kind}.`
  return [alarm(look, 'trouble', { severity: 'warn', says: 'has no success', text })]
}
