import type { Evidence } from './action.js'
import type { HookFact } from './facts.js'
import { known, type Look, witness } from './look.js'
import type { LoopSource } from './observation.js'

/** Whose turn it is, by the most trustworthy source that knows. */
export interface Turn {
  readonly is: 'idle' | 'shell' | 'busy' | 'waiting' | 'unknown'
  /** Epoch seconds. */
  readonly since: number | null
  readonly waitingFor: string | null
  readonly evidence: Evidence
}

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

type Looking = Pick<Look, 'rules' | 'now' | 'loop'>

/** The client's registry decides; hooks stand in for a client that keeps none. A word that nobody knows is unknown. */
export function readTurn(look: Looking): Turn {
  const own = known(look, 'registry')?.own
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
  const last = known(look, 'hooks')?.last ?? null
  const startedAt = known(look, 'runner')?.startedAt ?? null
  return last !== null && startedAt !== null && last.at < startedAt ? null : last
}

/** Its turn is over: it would take a message. */
export function isResting({ is }: Turn): boolean {
  return is === 'idle' || is === 'shell'
}
