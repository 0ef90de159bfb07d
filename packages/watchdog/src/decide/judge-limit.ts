import type { TranscriptFact } from './facts.js'
import { fixedRules } from './fixed-rules.js'
import type { Judge, Judgement, Wish } from './judgement.js'
import { alarm } from './judgement.js'
import { type Look, pastTime, witness } from './look.js'
import { nudgeTexts } from './nudge-texts.js'
import { isResting } from './turn.js'

type Limit = TranscriptFact['limit'] & object

/** Waits to the real end of a limit, then for the client to go on by itself, and only then says one word. */
export const judgeLimit: Judge = (look) => {
  const transcript = look.known.transcript
  if (transcript === null || !isResting(look.turn)) return null
  const { limit } = transcript
  if (limit === null || (transcript.succeededAt ?? 0) > limit.at) return judgeNearLimit(look, transcript)
  const until = limit.until === null ? null : Math.min(limit.until, limit.at + fixedRules.longestLimit)
  const end = until === null ? 'with no time' : `until ${clockTime(until)}`
  return {
    state: 'LIMITED',
    evidence: [witness(look, 'transcript', `its last record is a limit (${limit.kind}) ${end}`)],
    wish: goOn(look, limit, until),
    alarms: tellLateLimit(look, until),
  }
}

function goOn(look: Look, limit: Limit, until: number | null): Wish {
  const from = firstMoment(look, limit, until)
  if (wentOnByItself(look, until ?? limit.at)) return { kind: 'wait', what: 'the client goes on by itself', at: from }
  return { kind: 'nudge', cause: 'limit', subject: limit.uuid, text: nudgeTexts.goOn, from }
}

/** W-62: when the reset is past and a new attempt met the limit again, attempts get rarer. */
function firstMoment(look: Look, limit: Limit, until: number | null): number {
  const { memory, rules } = look
  const at = pastTime(look, limit.at)
  const { probes } = fixedRules
  const tries = memory.limit?.probes ?? 0
  if (until === null) return at + (probes[Math.min(tries, probes.length - 1)] ?? 3600)
  if (until <= limit.at) return at + (probes[Math.min(Math.max(tries - 1, 0), probes.length - 1)] ?? 3600)
  return until + (limit.armed ? rules.limitGrace : fixedRules.unarmed)
}

/** The client's own continuation is on its way: its notice is there, and its turn is not yet. */
function wentOnByItself(look: Look, after: number): boolean {
  const at = Math.max(look.known.transcript?.continuedAt ?? 0, look.known.hooks?.resumedByQuotaAt ?? 0)
  return at >= after && look.now.wall - at < look.rules.limitGrace
}

function tellLateLimit(look: Look, until: number | null) {
  const since = until ?? look.memory.limit?.since ?? look.now.wall
  if (look.now.wall - since < fixedRules.limitAlert) return []
  const text = `Its limit should have ended at ${clockTime(since)}, and it still cannot go on.`
  return [alarm(look, 'limit-late', { severity: 'warn', says: 'is still limited', text })]
}

/** W-59: a turn that was wrapped up because a limit is near has no error; going on would meet it. */
function judgeNearLimit(look: Look, transcript: TranscriptFact): Judgement | null {
  if (!transcript.nearLimit) return null
  const windows = (look.known.statusline?.limits ?? []).filter(({ resetsAt }) => resetsAt > (transcript.last?.at ?? 0))
  const fullest = windows.toSorted((one, other) => other.usedPercent - one.usedPercent)[0]
  const until = fullest?.resetsAt ?? (transcript.last?.at ?? look.now.wall) + fixedRules.window
  const uuid = transcript.last?.uuid ?? transcript.sessionId
  return {
    state: 'LIMITED',
    evidence: [witness(look, 'transcript', 'it wrapped up because a limit is near')],
    wish: { kind: 'nudge', cause: 'limit', subject: uuid, text: nudgeTexts.goOn, from: until + fixedRules.unarmed },
  }
}

/** hh:mm of UTC, for people. */
function clockTime(wall: number): string {
  const minutes = Math.floor(wall / 60)
  return `${twoDigits(Math.floor(minutes / 60) % 24)}:${twoDigits(minutes % 60)} UTC`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
