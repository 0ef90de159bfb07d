import { fixedRules } from './fixed-rules.js'
import type { Judge, Judgement } from './judgement.js'
import { alarm } from './judgement.js'
import { type Look, witness } from './look.js'
import { isResting } from './turn.js'

/** W-06: an agent that is not up yet is no dead one; W-20: but it has to come up. */
export const judgeStart: Judge = (look) => {
  const runner = look.known.runner
  const { startingSince } = look.memory
  if (runner === null || startingSince === null || askedSomething(look)) return null
  const { turn } = look
  if (isResumed(look)) return null
  const waited = look.now.mono - startingSince
  const limit = look.rules.startLimit
  const silent = look.known.registry !== null && turn.is === 'unknown'
  if (waited < limit) return starting(look, limit - waited)
  if (turn.is === 'busy') return null
  if (!silent) return isResting(turn) && isEmpty(look) ? judgeUnprompted(look) : null
  if (waited < limit + fixedRules.secondLook) return starting(look, limit + fixedRules.secondLook - waited)
  return {
    state: 'HUNG',
    evidence: [
      witness(look, 'runner', 'it runs, and its first prompt did not arrive in the time it has'),
      witness(look, 'registry', 'the client never registered'),
    ],
    wish: { kind: 'restart', counter: 'crash', conversation: isEmpty(look) ? 'fresh' : 'resume' },
  }
}

/** A resumed one is up when it rests: its conversation needs no first prompt. */
function isResumed(look: Look): boolean {
  return isResting(look.turn) && (look.known.transcript?.records ?? 0) > 0
}

/** A transcript that cannot be read is no empty one. */
function isEmpty(look: Look): boolean {
  return look.known.transcript?.records === 0
}

function askedSomething(look: Look): boolean {
  return (look.known.pane?.dialog ?? null) !== null || look.turn.is === 'waiting'
}

function starting(look: Look, left: number): Judgement {
  return {
    state: 'STARTING',
    evidence: [witness(look, 'runner', 'it runs, and its first prompt has not arrived yet')],
    wish: { kind: 'wait', what: 'end of the time it has to start', at: look.now.wall + left },
  }
}

/** W-22: idle without ever having had its prompt is no health. A resumed one gets a nudge by another rule. */
function judgeUnprompted(look: Look): Judgement {
  const text = 'It is idle and its conversation is empty: something ate its first prompt. It is started afresh.'
  return {
    state: 'HUNG',
    evidence: [witness(look, 'transcript', 'its conversation has no record'), witness(look, 'registry', 'it is idle')],
    alarms: [alarm(look, 'unprompted', { severity: 'warn', says: 'never had its first prompt', text })],
    wish: { kind: 'restart', counter: 'crash', conversation: 'fresh' },
  }
}
