import type { RunnerFact } from './facts.js'
import { fixedRules } from './fixed-rules.js'
import { unknown } from './judge-presence.js'
import type { Conversation, Judge, Judgement } from './judgement.js'
import { alarm } from './judgement.js'
import { blindness, type Look, witness } from './look.js'
import { type Refusal, readRefusal } from './read-refusal.js'

/** Its runner is gone for certain, and so is its agent: by the runner's own report, or by pid and start. */
export const judgeDown: Judge = (look) => {
  const runner = look.known.runner
  if (runner === null) return null
  if (runner.running) return judgeStuckRunner(look)
  const evidence = proveDeath(look, runner)
  if (evidence === null) {
    const why = [witness(look, 'runner', 'its lock is free, and it left no report'), blindness(look, 'process')]
    return unknown(look, why, look.memory.downSince ?? look.now.mono)
  }
  const error = look.known.transcript?.error ?? null
  if (error?.class === 'authentication' || error?.class === 'billing') return judgeBlockedEnd(look, evidence)
  const refusal = readRefusal(runner)
  if (refusal !== null) return judgeRefusal(look, { runner, refusal, evidence })
  return { state: 'DEAD', evidence, wish: awaitTakeOver(look) ?? cure(look) }
}

/** W-18: what outlives the agent keeps a lock and does no work. */
function judgeStuckRunner(look: Look): Judgement | null {
  const { agentGoneSince } = look.memory
  if (agentGoneSince === null || look.now.mono - agentGoneSince < fixedRules.agentGone) return null
  const evidence = [
    witness(look, 'process', 'its agent is gone'),
    witness(look, 'runner', 'its runner runs on without it'),
  ]
  return { state: 'DEAD', evidence, wish: cure(look) }
}

function proveDeath(look: Look, { exit, agent }: RunnerFact): Judgement['evidence'] | null {
  const free = witness(look, 'runner', `its lock is free${exit === null ? '' : `, it ended with ${words(exit)}`}`)
  if (exit !== null || agent === null) return [free]
  const process = look.fresh.process
  if (process === null || process.value.alive) return null
  return [free, witness(look, 'process', `process ${agent.pid} of that start is gone`)]
}

function words({ code, signal }: NonNullable<RunnerFact['exit']>): string {
  return signal === null ? `code ${code ?? 'unknown'}` : signal
}

function cure(look: Look): Judgement['wish'] & object {
  return { kind: 'restart', counter: 'crash', conversation: conversationOf(look) }
}

/** A conversation that has no record yet cannot be resumed; one that cannot be read is not given up. */
function conversationOf(look: Look): Conversation {
  return look.known.transcript?.records === 0 ? 'fresh' : 'resume'
}

/** A person's session of that conversation has just ended: perhaps it comes back. */
function awaitTakeOver({ memory, now, rules }: Look): (Judgement['wish'] & object) | null {
  if (memory.foreignAt === null) return null
  const left = memory.foreignAt + rules.takeOverAfter - now.mono
  return left > 0 ? { kind: 'wait', what: 'take over', at: now.wall + left } : null
}

/** W-79: a restart would neither log in nor pay. */
function judgeBlockedEnd(look: Look, evidence: Judgement['evidence']): Judgement {
  const billing = look.known.transcript?.error?.class === 'billing'
  const text = `It ended, and its last turn failed for ${billing ? 'billing' : 'authentication'}. Mend that, then start it again.`
  return {
    state: billing ? 'BILLING_BLOCKED' : 'AUTH_BLOCKED',
    evidence: [
      ...evidence,
      witness(look, 'transcript', `its last turn failed for ${billing ? 'billing' : 'authentication'}`),
    ],
    alarms: [alarm(look, billing ? 'billing' : 'authentication', { severity: 'page', says: 'is blocked', text })],
  }
}

interface Refused {
  readonly runner: RunnerFact
  readonly refusal: Refusal
  readonly evidence: Judgement['evidence']
}

/** The same command would be refused for ever; another one is tried once, if there is one. */
function judgeRefusal(look: Look, { runner, refusal, evidence }: Refused): Judgement {
  const because = [...evidence, witness(look, 'runner', refusal.says)]
  const { refusedRuns } = look.memory
  // The run that the other command began is refused too, when an earlier one is already noted.
  const tried = refusedRuns.some((run) => run !== runner.runId)
  if (refusal.instead !== null && !tried) {
    return {
      state: 'DEAD',
      evidence: because,
      wish: { kind: 'restart', counter: 'startup-refused', conversation: refusal.instead },
    }
  }
  const text = `${refusal.says}. It is not started again like this: ${refusal.hint}`
  return {
    state: 'DEAD',
    evidence: because,
    alarms: [alarm(look, 'refused', { severity: 'page', says: 'cannot start', text })],
  }
}
