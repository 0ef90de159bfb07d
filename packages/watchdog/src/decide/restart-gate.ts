import type { Evidence } from './action.js'
import { deriveFraction } from './derive-fraction.js'
import { fixedRules } from './fixed-rules.js'
import type { Wish } from './judgement.js'
import { known, type Look, pastTime } from './look.js'
import type { Round } from './round.js'
import type { Circuit } from './watch-state.js'

export type Restart = Wish & { kind: 'restart' }

export interface GateAnswer {
  readonly open: boolean
  /** What keeps it closed, and until when (epoch seconds); for people. */
  readonly what: string
  readonly at: number
  readonly circuit: Circuit
}

/** Whether a loop may be restarted now. All of it is asked in the tick that restarts, and in no earlier one. */
export function askGate(round: Round, look: Look, wish: Restart & { evidence: readonly Evidence[] }): GateAnswer {
  const circuit = nextCircuit(round, look)
  const closed = (what: string, at: number): GateAnswer => ({ open: false, what, at, circuit })
  if (circuit.state === 'open') return closed('one attempt, after too many restarts', circuit.until ?? look.now.wall)
  const wait = waitForOthers(round) ?? waitForDelay(look, wish) ?? waitForSession(look, wish)
  if (wait !== null) return closed(wait.what, wait.at)
  const why = forbidden(round, look) ?? stale(look, wish.evidence)
  if (why !== null) return closed(`restart, but ${why}`, look.now.wall + look.rules.tick)
  return { open: true, what: 'restart', at: look.now.wall, circuit }
}

/** Open after too many restarts; after its time one attempt; when that fails, open for twice as long. */
function nextCircuit(round: Round, look: Look): Circuit {
  const { circuit } = look.loop
  const { now } = look
  if (circuit.state === 'open') {
    if ((circuit.until ?? 0) > now.wall) return circuit
    const full = fullUntil(look)
    return full === null ? { ...circuit, state: 'half-open' } : { ...circuit, until: full }
  }
  // The one attempt was made, and the loop needs a restart again.
  if (circuit.state === 'half-open' && triedSince(look, circuit)) return opened(round, look)
  return circuit.state === 'closed' && fullUntil(look) !== null ? opened(round, look) : circuit
}

function triedSince({ loop }: Look, { until }: Circuit): boolean {
  return loop.restarts.some(({ at }) => at >= (until ?? 0))
}

function opened({ rules: { restarts } }: Round, look: Look): Circuit {
  const { nextSeconds } = look.loop.circuit
  const until = Math.max(look.now.wall + nextSeconds, fullUntil(look) ?? 0)
  return { state: 'open', until, nextSeconds: Math.min(nextSeconds * 2, restarts.circuitLongest) }
}

/** When the sliding windows of this loop have room again; null when they have. */
function fullUntil({ loop, now, rules: { restarts: allowed } }: Look): number | null {
  const times = loop.restarts.map(({ at }) => at)
  const half = roomAt(times, { count: allowed.per30Minutes, seconds: fixedRules.window, now: now.wall })
  const day = roomAt(times, { count: allowed.perDay, seconds: fixedRules.day, now: now.wall })
  return half === null && day === null ? null : Math.max(half ?? 0, day ?? 0)
}

function roomAt(times: readonly number[], { count, seconds, now }: { count: number; seconds: number; now: number }) {
  const within = times.filter((at) => now - at < seconds)
  const oldest = within.at(-count)
  return oldest === undefined ? null : oldest + seconds
}

interface Wait {
  readonly what: string
  readonly at: number
}

/** All loops together, and one after the other. */
function waitForOthers({ starts, setOffAt, rules, now, account }: Round): Wait | null {
  const room = roomAt(starts, { count: rules.restarts.allPer30Minutes, seconds: fixedRules.window, now: now.wall })
  if (room !== null) return { what: 'restart, after those of other loops', at: room }
  const turn = (setOffAt ?? Number.NEGATIVE_INFINITY) + rules.stagger
  if (turn > now.wall) return { what: 'restart, one loop after the other', at: turn }
  return account.limit === null ? null : { what: 'restart, after the limit of the account', at: account.limit.until }
}

/** 30 s · 2ᵏ at most 15 min, of that a share that the run itself decides; k counts what did not help since it was productive. */
function waitForDelay(look: Look, { counter }: Restart): Wait | null {
  const { loop, memory, now } = look
  const { restarts } = look.rules
  const vain = loop.restarts.filter((each) => each.counter === counter && each.at > memory.healthyAt).length
  const longest = Math.min(restarts.firstDelay * 2 ** Math.min(vain, 16), restarts.longestDelay)
  const runId = known(look, 'runner')?.runId ?? ''
  const delay = Math.max(longest * deriveFraction(loop.name, vain, runId), fixedRules.secondLook)
  const left = (memory.failedAt ?? now.mono) + delay - now.mono
  return left > 0 ? { what: 'restart', at: now.wall + left } : null
}

/** W-73: a conversation is not given up in its first minutes. */
function waitForSession(look: Look, { counter }: Restart): Wait | null {
  if (counter === 'crash' || counter === 'startup-refused') return null
  const startedAt = pastTime(look, known(look, 'runner')?.startedAt ?? 0)
  const at = startedAt + fixedRules.shortestSession
  return at > look.now.wall ? { what: 'restart, when its session is old enough', at } : null
}

/** What must not be the case in the moment before a kill or a start. */
function forbidden(round: Round, look: Look): string | null {
  if (look.loop.pending !== null || round.before.memory.pending !== null) return 'the last action has no result yet'
  if (round.grace) return 'the host slept or its clock jumped a moment ago'
  if (round.before.done.phase !== 'open') return 'the work is said to be done'
  return forbiddenByHost(round) ?? forbiddenByOwners(look) ?? forbiddenByGit(look)
}

function forbiddenByHost({ host, rules }: Round): string | null {
  if (host === null) return 'the host cannot be seen'
  return host.freeBytes < rules.disk.brakeBytes ? 'the disk is full' : null
}

function forbiddenByOwners(look: Look): string | null {
  const registry = known(look, 'registry')
  if (registry === null) return 'nobody can tell who else has its conversation'
  if (registry.others.length > 0) return 'somebody else has its conversation'
  const { downSince } = look.memory
  const grewAt = pastTime(look, known(look, 'transcript')?.grewAt ?? 0)
  if (downSince === null) return null
  const downAt = look.now.wall - (look.now.mono - downSince)
  // A growth far in the future was before the clock was set back.
  return grewAt > downAt + 2 && Math.abs(look.now.wall - grewAt) < 120 ? 'its transcript still grows' : null
}

function forbiddenByGit(look: Look): string | null {
  const process = known(look, 'process')
  if (process?.gitAtWork === true) return 'git is at work in its clone'
  return process === null && known(look, 'runner')?.running === true ? 'its processes cannot be seen' : null
}

function stale(look: Look, evidence: readonly Evidence[]): string | null {
  const oldest = evidence.find(({ at }) => look.now.mono - at.mono >= fixedRules.freshEvidence)
  return oldest === undefined ? null : `${oldest.source} must look again`
}
