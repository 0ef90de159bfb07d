import { lookAt } from './begin-round.js'
import { carryOut } from './carry-out.js'
import { fixedRules } from './fixed-rules.js'
import { judgeBurn } from './judge-burn.js'
import { judgeBusy } from './judge-busy.js'
import { judgeDialog } from './judge-dialog.js'
import { judgeDown } from './judge-down.js'
import { judgeError } from './judge-error.js'
import { judgeIdle } from './judge-idle.js'
import { judgeLimit } from './judge-limit.js'
import { judgeForeign, judgeHeld, judgeOff, judgePending, judgeSensors, unknown } from './judge-presence.js'
import { judgeStart } from './judge-start.js'
import type { Judge, Judgement } from './judgement.js'
import type { Look } from './look.js'
import type { LoopMemory } from './loop-memory.js'
import { noteLoop } from './note-loop.js'
import type { Patch } from './nudge-policy.js'
import { type Round, raise } from './round.js'
import { oddities } from './tell-oddities.js'
import type { LoopWatch, SentNudge } from './watch-state.js'

/** In this order; the first that has something to say decides. */
const judges: readonly Judge[] = [
  judgePending,
  judgeOff,
  judgeSensors,
  judgeHeld,
  judgeForeign,
  judgeBurn,
  judgeDown,
  judgeStart,
  judgeDialog,
  judgeBusy,
  judgeLimit,
  judgeError,
  judgeIdle,
]

/** One loop at one tick: notes, judgement, and at most one action. */
export function decideLoop(round: Round, before: LoopWatch): LoopWatch {
  const loop = confirmArrivals(forgetOld(before, round.now.wall))
  const first = lookAt(round, loop)
  const noted = noteLoop(first)
  const look = withMemory(first, noted)
  const judgement = judge(round, look)
  const restarts = judgement.wish?.kind === 'restart'
  const failedAt = restarts ? (noted.failedAt ?? round.now.mono) : null
  const ready = failedAt === noted.failedAt ? look : withMemory(look, { ...noted, failedAt })
  const mute = isMute(round, loop)
  if (!mute) {
    raise(round, judgement.alarms ?? [])
    for (const tell of oddities) raise(round, tell(ready))
  }
  return become(round, ready, { judgement, patch: mute ? {} : carryOut(round, ready, judgement) })
}

/** One shape for every loop and tick: this is the hottest object of all. */
function become(round: Round, look: Look, made: { judgement: Judgement; patch: Patch }): LoopWatch {
  const { loop, memory } = look
  const { judgement, patch } = made
  const state = patch.state ?? judgement.state
  return {
    name: loop.name,
    role: loop.role,
    state,
    since: state === loop.state ? loop.since : round.now,
    evidence: judgement.evidence,
    facts: loop.facts,
    restarts: patch.restarts ?? loop.restarts,
    circuit: patch.circuit ?? recoveredCircuit(round, look),
    nudges: patch.nudges ?? loop.nudges,
    pending: patch.pending ?? loop.pending,
    next: patch.next ?? null,
    memory: patch.memory === undefined ? memory : { ...memory, ...patch.memory },
  }
}

function withMemory({ rules, now, loop, account, fresh, known, turn }: Look, memory: LoopMemory): Look {
  return { rules, now, loop, memory, account, fresh, known, turn }
}

function judge(round: Round, look: Look): Judgement {
  if (round.before.done.phase === 'torn-down') {
    return { state: 'TORN_DOWN', evidence: [{ source: 'completion', says: 'the work is done', at: round.now }] }
  }
  for (const each of judges) {
    const judgement = each(look)
    if (judgement !== null) return judgement
  }
  const since = look.loop.state === 'UNKNOWN' ? look.loop.since.mono : look.now.mono
  return unknown(look, [look.turn.evidence], since)
}

function isMute({ host, options }: Round, { role }: LoopWatch): boolean {
  return host?.leader === false || (role === 'orchestrator' && !options.watchOrchestrator)
}

/** A turn that succeeded after the last restart closes it; being up does not. */
function recoveredCircuit({ rules }: Round, look: Look): LoopWatch['circuit'] {
  const { circuit, restarts } = look.loop
  if (circuit.state === 'closed') return circuit
  const succeededAt = look.known.transcript?.succeededAt ?? 0
  const last = restarts.at(-1)?.at ?? 0
  const recovered = look.known.runner?.running === true && succeededAt > last
  return recovered ? { state: 'closed', until: null, nextSeconds: rules.restarts.circuitOpen } : circuit
}

/** W-51: a message whose result was lost has arrived when the transcript or an event has its id. */
function confirmArrivals(loop: LoopWatch): LoopWatch {
  if (!loop.nudges.some((sent) => hasArrived(loop, sent))) return loop
  const confirmed = loop.nudges.map((sent) => (hasArrived(loop, sent) ? { ...sent, answered: true } : sent))
  return { ...loop, nudges: confirmed }
}

/** Only now: it was not known before. */
function hasArrived({ facts: { transcript, hooks } }: LoopWatch, { id, answered }: SentNudge): boolean {
  if (answered) return false
  const read = transcript?.known === true && transcript.value.acknowledged.includes(id)
  return read || (hooks?.known === true && hooks.value.acknowledged.includes(id))
}

function forgetOld(loop: LoopWatch, now: number): LoopWatch {
  if (!hasOld(loop.restarts, now) && !hasOld(loop.nudges, now)) return loop
  const young = ({ at }: { readonly at: number }) => now - at < fixedRules.day
  return { ...loop, restarts: loop.restarts.filter(young), nudges: loop.nudges.filter(young) }
}

function hasOld(entries: readonly { readonly at: number }[], now: number): boolean {
  for (const { at } of entries) if (now - at >= fixedRules.day) return true
  return false
}
