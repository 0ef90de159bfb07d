import type { HookFact } from './facts.js'
import { type Looking, witness } from './look.js'
import type { LoopSource } from './observation.js'
import type { Turn } from './turn.js'

const statusWords: Readonly<Record<string, Turn['is']>> = {
  idle: 'idle',
  shell: 'shell',
  busy: 'busy',
  waiting: 'waiting',
}
const hookWords: Readonly<Record<string, Turn['is']>> = {
  SessionStart: 'idle',
  Stop: 'idle',
  StopFailure: 'idle',
  UserPromptSubmit: 'busy',
  PreToolUse: 'busy',
  PostToolUse: 'busy',
  PermissionRequest: 'waiting',
}

/** The client's registry decides; hooks stand in for a client that keeps none. A word that nobody knows is unknown. */
export function readTurn(look: Looking): Turn {
  const own = look.known.registry?.own
  if (own === null || own === undefined) return readHooks(look)
  const is = statusWords[own.status] ?? 'unknown'
  const words =
    is === 'unknown' ? `its status "${own.status}" is a word that nobody knows` : `its status is ${own.status}`
  const waits = own.waitingFor === null ? '' : `, it waits for ${own.waitingFor}`
  return { is, since: own.since, waitingFor: own.waitingFor, evidence: witness(look, 'registry', words + waits) }
}

function readHooks(look: Looking): Turn {
  const last = lastEvent(look)
  const is = last === null ? 'unknown' : (hookWords[last.event] ?? 'unknown')
  const since = last?.at ?? null
  const source: LoopSource = last === null ? 'registry' : 'hooks'
  const says = last === null ? 'it has no record of its turn' : `its last event was ${last.event}`
  return { is, since, waitingFor: null, evidence: witness(look, source, says) }
}

/** Of this run: what an earlier one was at when it was killed says nothing about this one. */
function lastEvent(look: Looking): HookFact['last'] {
  const last = look.known.hooks?.last ?? null
  const startedAt = look.known.runner?.startedAt ?? null
  return last !== null && startedAt !== null && last.at < startedAt ? null : last
}
