import { fixedRules } from './fixed-rules.js'
import { compactOnce } from './judge-error.js'
import type { Judge, Judgement, Wish } from './judgement.js'
import { alarm } from './judgement.js'
import { type Look, pastTime, witness } from './look.js'
import { isSaid } from './nudge-policy.js'
import { nudgeTexts } from './nudge-texts.js'
import { isResting } from './turn.js'

/** Idle is neither healthy nor hung: what a loop that rests needs to hear, if anything. */
export const judgeIdle: Judge = (look) => {
  const { turn } = look
  if (!isResting(turn)) return null
  return judgeFull(look) ?? { state: 'IDLE', evidence: [turn.evidence], wish: wishOf(look), alarms: tellRest(look) }
}

function wishOf(look: Look): Wish {
  return handOver(look) ?? goOnAfterResume(look) ?? compactEarly(look) ?? endIdleness(look)
}

/** News of another loop: told within half a minute, once. */
function handOver(look: Look): Wish | null {
  const news = look.known.work?.handOver ?? null
  if (news === null || isSaid(look, { cause: 'hand-over', subject: news.id })) return null
  return {
    kind: 'nudge',
    cause: 'hand-over',
    subject: news.id,
    text: nudgeTexts.handOver(news.says),
    from: look.now.wall,
  }
}

/** A resumed client waits for a word; it has none since its run began. */
function goOnAfterResume(look: Look): Wish | null {
  const runner = look.known.runner
  const last = look.known.transcript?.last ?? null
  if (runner?.running !== true || runner.startedAt === null || runner.runId === null || last === null) return null
  if (last.at >= runner.startedAt || isSaid(look, { cause: 'resumed', subject: runner.runId })) return null
  const from = pastTime(look, runner.startedAt) + fixedRules.resumedAfter
  return { kind: 'nudge', cause: 'resumed', subject: runner.runId, text: nudgeTexts.resumed, from }
}

function compactEarly(look: Look): Wish | null {
  const transcript = look.known.transcript
  if (transcript === null || fullness(look) < fixedRules.compactAt) return null
  return isSaid(look, { cause: 'compact', subject: transcript.sessionId }) ? null : compactOnce(look, look.now.wall)
}

/** W-30: full after its /compact; what is left is too little for anything but errors. */
function judgeFull(look: Look): Judgement | null {
  const compact = look.loop.nudges.find(({ key }) => key === `compact:${look.known.transcript?.sessionId}`)
  const at = look.known.statusline?.at ?? 0
  if (compact?.answered !== true || at < compact.at + 60 || fullness(look) < fixedRules.contextFull) return null
  const evidence = [
    witness(look, 'statusline', `its context is ${fullness(look)} % full after /compact`),
    look.turn.evidence,
  ]
  return { state: 'CONTEXT_DEAD', evidence, wish: { kind: 'restart', counter: 'context', conversation: 'fresh' } }
}

function fullness(look: Look): number {
  return look.known.statusline?.contextPercent ?? 0
}

function endIdleness(look: Look): Wish {
  const since = idleFrom(look)
  const orchestrator = look.loop.role === 'orchestrator'
  const { idle, orchestratorWake } = look.rules
  const limits: Readonly<Record<string, number>> = { builder: idle.builder, adversary: idle.adversary }
  const limit = orchestrator ? orchestratorWake : (limits[look.loop.role] ?? idle.other)
  const from = Math.max(since + limit, waitingUntil(look))
  const uuid = look.known.transcript?.last?.uuid ?? null
  if (uuid === null) return { kind: 'wait', what: 'nudge, once its transcript can be read', at: from }
  const text = orchestrator ? nudgeTexts.wake : nudgeTexts.idle
  return { kind: 'nudge', cause: orchestrator ? 'wake' : 'idle', subject: uuid, text, from }
}

/** Epoch seconds of its last sign of work. */
function idleFrom(look: Look): number {
  const { turn } = look
  const signs = [turn.since, look.known.transcript?.last?.at ?? null, look.known.runner?.startedAt ?? null]
  const past = signs.map((at) => pastTime(look, at ?? 0))
  const { idleSince } = look.memory
  // All of it lies in the future: then only our own looks tell how long it rests.
  const looks = idleSince === null ? 0 : look.now.wall - (look.now.mono - idleSince)
  return past.every((at) => at === 0) ? looks : Math.max(...past)
}

/** A loop that says until when it waits is not nudged before, and a while after. */
function waitingUntil(look: Look): number {
  const until = look.known.work?.waitingUntil ?? null
  return until === null ? 0 : until + fixedRules.waitingGrace
}

function tellRest(look: Look) {
  const rests = look.now.wall - Math.max(idleFrom(look), waitingUntil(look))
  const { idle, longTurn } = look.rules
  const pane = look.known.pane
  const tasks = look.known.hooks?.backgroundTasks ?? 0
  return [
    ...(tasks > 0 && rests > 2 * longTurn
      ? [
          alarm(look, 'background', {
            severity: 'warn',
            says: 'waits long for background work',
            text: `${tasks} background tasks of it still run, and its turn ended long ago.`,
          }),
        ]
      : []),
    ...(pane?.composer === 'draft' && rests > idle.builder
      ? [
          alarm(look, 'draft', {
            severity: 'info',
            says: 'has a draft in its composer',
            text: 'Somebody wrote something and did not send it; nothing is typed beside it. Send or remove it.',
          }),
        ]
      : []),
    ...(rests > 3 * Math.max(idle.builder, idle.adversary, idle.other)
      ? [
          alarm(look, 'idle', {
            severity: 'warn',
            says: 'has been idle for long',
            text: 'It is idle, and messages did not change that or could not be sent.',
          }),
        ]
      : []),
  ]
}
