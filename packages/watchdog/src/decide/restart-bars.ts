import { deriveFraction } from './derive-fraction.js'
import { fixedRules } from './fixed-rules.js'
import type { Wish } from './judgement.js'
import { type Look, pastTime } from './look.js'
import type { Round } from './round.js'

export type Restart = Wish & { kind: 'restart' }

/** One thing that keeps the gate closed. */
export interface RestartBar {
  /** Whether messages and everything else wait for it, too. */
  readonly forbids: 'everything' | 'restart'
  readonly because: string
  /** What comes instead, for people; and not before when, in epoch seconds. */
  readonly next: { readonly what: string; readonly at: number }
}

/** Sliding windows of restarts: how many fit into how many seconds. */
interface Window {
  readonly count: number
  readonly seconds: number
  readonly now: number
}

/**
 * All that keeps a loop from being restarted now, in the order in which it is told; empty when nothing does. What depends
 * on the cause of a restart is in it only with the wish for one.
 */
export function findRestartBars(round: Round, look: Look, wish?: Restart): readonly RestartBar[] {
  return [
    ...barsOfCircuit(look),
    ...barsOfOthers(round),
    ...(wish === undefined ? [] : [...barsOfDelay(look, wish), ...barsOfSession(look, wish)]),
    ...[...barsOfRound(round, look), ...barsOfOwners(look), ...barsOfGit(look)].map((bar) => asBar(look, bar)),
  ]
}

/** When the sliding windows of this loop have room again; null when they have. */
export function fullUntil({ loop, now, rules: { restarts: allowed } }: Look): number | null {
  const times = loop.restarts.map(({ at }) => at)
  const half = roomAt(times, { count: allowed.per30Minutes, seconds: fixedRules.window, now: now.wall })
  const day = roomAt(times, { count: allowed.perDay, seconds: fixedRules.day, now: now.wall })
  return half === null && day === null ? null : Math.max(half ?? 0, day ?? 0)
}

function roomAt(times: readonly number[], { count, seconds, now }: Window): number | null {
  const within = times.filter((at) => now - at < seconds)
  const oldest = within.at(-count)
  return oldest === undefined ? null : oldest + seconds
}

function wait(because: string, what: string, at: number): RestartBar {
  return { forbids: 'restart', because, next: { what, at } }
}

function barsOfCircuit(look: Look): readonly RestartBar[] {
  const { state, until } = look.loop.circuit
  const full = fullUntil(look)
  const open = state === 'open' && (until ?? 0) > look.now.wall
  const what = 'one attempt, after too many restarts'
  return [
    ...(open ? [wait(`too many restarts: none before ${sayTime(until ?? 0)}`, what, until ?? 0)] : []),
    ...(full !== null ? [wait(`as many restarts as may be: no room before ${sayTime(full)}`, what, full)] : []),
  ]
}

/** All loops together, and one after the other. */
function barsOfOthers({ starts, setOffAt, rules, now, account }: Round): readonly RestartBar[] {
  const room = roomAt(starts, { count: rules.restarts.allPer30Minutes, seconds: fixedRules.window, now: now.wall })
  const turn = (setOffAt ?? Number.NEGATIVE_INFINITY) + rules.stagger
  const { limit } = account
  const crowd = 'all loops together were restarted as often as may be in 30 minutes'
  return [
    ...(room === null ? [] : [wait(crowd, 'restart, after those of other loops', room)]),
    ...(turn > now.wall ? [wait('another loop was just started', 'restart, one loop after the other', turn)] : []),
    ...(limit === null
      ? []
      : [wait('the account is at its limit', 'restart, after the limit of the account', limit.until)]),
  ]
}

/** 30 s · 2ᵏ at most 15 min, of that a share that the run itself decides; k counts what did not help since it was productive. */
function barsOfDelay(look: Look, { counter }: Restart): readonly RestartBar[] {
  const { loop, memory, now } = look
  const { restarts } = look.rules
  const vain = loop.restarts.filter((each) => each.counter === counter && each.at > memory.healthyAt).length
  const longest = Math.min(restarts.firstDelay * 2 ** Math.min(vain, 16), restarts.longestDelay)
  const runId = look.known.runner?.runId ?? ''
  const delay = Math.max(longest * deriveFraction(loop.name, vain, runId), fixedRules.secondLook)
  const left = (memory.failedAt ?? now.mono) + delay - now.mono
  return left > 0 ? [wait('its delay is not over', 'restart', now.wall + left)] : []
}

/** W-73: a conversation is not given up in its first minutes. */
function barsOfSession(look: Look, { counter }: Restart): readonly RestartBar[] {
  if (counter === 'crash' || counter === 'startup-refused') return []
  const startedAt = pastTime(look, look.known.runner?.startedAt ?? 0)
  const at = startedAt + fixedRules.shortestSession
  return at > look.now.wall ? [wait('its session is too young', 'restart, when its session is old enough', at)] : []
}

type Found = Pick<RestartBar, 'forbids' | 'because'>

/** Nobody knows for how long: it is asked again at the next tick. */
function asBar({ now, rules }: Look, bar: Found): RestartBar {
  return { ...bar, next: { what: `restart, but ${bar.because}`, at: now.wall + rules.tick } }
}

function forbid(holds: boolean, because: string, forbids: Found['forbids'] = 'restart'): readonly Found[] {
  return holds ? [{ forbids, because }] : []
}

/** What must not be the case in the moment before a kill or a start. */
function barsOfRound({ before, grace, host, rules }: Round, look: Look): readonly Found[] {
  const [own, common] = [look.loop.pending, before.memory.pending]
  const left = Math.ceil((before.graceUntil ?? 0) - look.now.mono)
  return [
    ...forbid(own !== null, `the result of ${own?.kind} is still open`, 'everything'),
    ...forbid(common !== null, `the result of ${common?.kind} is still open`),
    ...forbid(grace, `the host slept or its clock jumped: ${left} s of grace left`),
    ...forbid(before.done.phase !== 'open', 'the work is said to be done', 'everything'),
    ...forbid(host === null, 'the host cannot be seen'),
    ...forbid(host !== null && host.freeBytes < rules.disk.brakeBytes, 'the disk is full'),
  ]
}

function barsOfOwners(look: Look): readonly Found[] {
  const registry = look.known.registry
  return [
    ...forbid(registry === null, 'nobody can tell who else has its conversation'),
    ...forbid((registry?.others.length ?? 0) > 0, 'somebody else has its conversation'),
    ...forbid(registry !== null && stillGrows(look), 'its transcript still grows'),
  ]
}

function stillGrows(look: Look): boolean {
  const { downSince } = look.memory
  if (downSince === null) return false
  const grewAt = pastTime(look, look.known.transcript?.grewAt ?? 0)
  const downAt = look.now.wall - (look.now.mono - downSince)
  // A growth far in the future was before the clock was set back.
  return grewAt > downAt + 2 && Math.abs(look.now.wall - grewAt) < 120
}

function barsOfGit(look: Look): readonly Found[] {
  const process = look.known.process
  return [
    ...forbid(process?.gitAtWork === true, 'git is at work in its clone'),
    ...forbid(process === null, 'its processes cannot be seen'),
  ]
}

function sayTime(epochSeconds: number): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z`
}
