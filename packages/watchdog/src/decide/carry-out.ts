import { fixedRules } from './fixed-rules.js'
import { alarm, type Judgement, type Wish } from './judgement.js'
import type { Look } from './look.js'
import { nudge, type Patch } from './nudge-policy.js'
import type { Restart } from './restart-bars.js'
import { askGate } from './restart-gate.js'
import { act, type Command, type Round, raise } from './round.js'

/** Turns the wish of a judgement into at most one action, or into what has to happen before. */
export function carryOut(round: Round, look: Look, { wish, evidence }: Judgement): Patch {
  if (wish === undefined) return { next: null }
  if (wish.kind === 'wait') return { next: { what: wish.what, at: wish.at } }
  if (wish.kind === 'nudge') return nudge(round, look, wish, evidence)
  return wish.kind === 'restart' ? restart(round, look, { wish, evidence }) : step(round, look, { wish, evidence })
}

type Step = Exclude<Wish, { kind: 'wait' | 'nudge' | 'restart' }>

const looked: ReadonlySet<Step['kind']> = new Set(['interrupt', 'yield'])

function step(round: Round, look: Look, { wish, evidence }: { wish: Step; evidence: Judgement['evidence'] }): Patch {
  const soon = look.now.wall + look.rules.tick
  const busy = look.loop.pending !== null || round.grace || round.before.done.phase === 'torn-down'
  const old = evidence.some(({ at }) => look.now.mono - at.mono >= fixedRules.freshEvidence)
  if (busy || (old && looked.has(wish.kind))) return { next: { what: wish.kind, at: soon } }
  const { name } = look.loop
  const command: Command =
    wish.kind === 'choose'
      ? { kind: 'choose', loop: name, dialog: wish.dialog, label: wish.label }
      : { kind: wish.kind, loop: name }
  const { id } = act(round, command, { why: `${name}: ${wish.kind}`, evidence })
  return { pending: { actionId: id, kind: wish.kind, at: round.now }, next: null, memory: noteStep(look, wish.kind) }
}

function noteStep({ memory, now }: Look, kind: Step['kind']): Patch['memory'] & object {
  if (kind === 'choose') return { dialog: memory.dialog && { ...memory.dialog, answers: memory.dialog.answers + 1 } }
  if (kind === 'interrupt') return { interruptedAt: now.mono }
  return kind === 'diagnose' ? { diagnosedAt: now.mono } : {}
}

function restart(
  round: Round,
  look: Look,
  { wish, evidence }: { wish: Restart; evidence: Judgement['evidence'] },
): Patch {
  const answer = askGate(round, look, { ...wish, evidence })
  const { circuit } = answer
  const { loop, now } = look
  tellDown(round, look, answer.what)
  const tripped = circuit.state === 'open' ? { state: 'CIRCUIT_OPEN' as const } : {}
  if (!answer.open) {
    if (circuit.state === 'open') tellCircuit(round, look)
    return { circuit, next: { what: answer.what, at: answer.at }, ...tripped }
  }
  const { counter, conversation } = wish
  const why = `${loop.name}: ${evidence.map(({ says }) => says).join('; ')}`
  const { id } = act(round, { kind: 'restart', loop: loop.name, conversation, counter }, { why, evidence })
  round.starts.push(now.wall)
  round.setOffAt = now.wall
  const refused = look.memory.runId !== null && counter === 'startup-refused' ? [look.memory.runId] : []
  return {
    state: circuit.state === 'half-open' ? 'HALF_OPEN' : 'RESTARTING',
    circuit,
    restarts: [...loop.restarts, { at: now.wall, counter }],
    pending: { actionId: id, kind: 'restart', at: now },
    next: null,
    memory: { refusedRuns: [...look.memory.refusedRuns, ...refused].slice(-3) },
  }
}

/** A restart is told in the digest; one that does not come about is told aloud. */
function tellDown(round: Round, look: Look, what: string): void {
  const since = look.memory.failedAt ?? look.now.mono
  const late = look.now.mono - since >= fixedRules.stillDownAlert
  const says = late ? 'is still down' : 'is down'
  raise(round, [
    alarm(look, late ? 'still-down' : 'down', { severity: late ? 'warn' : 'info', says, text: `Next: ${what}.` }),
  ])
}

function tellCircuit(round: Round, look: Look): void {
  const text = `${look.loop.restarts.length} restarts within a day did not help. One more attempt is made when its time is over.`
  raise(round, [alarm(look, 'circuit', { severity: 'page', says: 'is not restarted any more', text })])
}
