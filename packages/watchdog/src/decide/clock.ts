import { fixedRules } from './fixed-rules.js'
import type { Instant } from './instant.js'
import { keepAcrossBoot } from './loop-memory.js'
import type { LoopWatch, WatchState } from './watch-state.js'

/** A gap, a jump or a new boot between two ticks: what the state then may still say. */
export function followClock(state: WatchState, now: Instant, tickSeconds: number): WatchState {
  const last = state.tick
  if (last === null) return state
  if (now.mono < last.mono) return voidBoot(state, now)
  const passed = now.mono - last.mono
  const drift = now.wall - last.wall - passed
  const shifted = Math.abs(drift) > fixedRules.clockSlew ? shiftWall(state, drift) : state
  const together = Math.abs(drift) <= fixedRules.clockDrift
  if (together && passed <= 3 * tickSeconds) return shifted
  const graceUntil = Math.max(state.graceUntil ?? 0, now.mono + fixedRules.grace)
  return { ...shifted, graceUntil, loops: mapLoops(shifted, (loop) => forgetSamples(loop, together)) }
}

/** After a boot every pid and every monotonic second is void; wall times, counters and keys hold. */
export function voidBoot(state: WatchState, now: Instant): WatchState {
  return {
    ...state,
    tick: null,
    graceUntil: null,
    facts: {},
    done: state.done.phase === 'seen' ? { phase: 'open', commit: null, since: null } : state.done,
    memory: {
      ...state.memory,
      pending: state.memory.pending && { ...state.memory.pending, at: now },
      fading: {},
      blindSince: {},
      terminals: null,
      readingAt: null,
    },
    loops: mapLoops(state, (loop) => ({
      ...loop,
      facts: {},
      since: now,
      pending: loop.pending && { ...loop.pending, at: now },
      memory: keepAcrossBoot(loop.memory),
    })),
  }
}

/**
 * A gap makes two samples far apart: a screen that stood still meanwhile is no frozen one. Where only we stood still, a
 * turn that began before it is as long as before, for whatever the agent did meanwhile left a record.
 */
function forgetSamples(loop: LoopWatch, onlyWe: boolean): LoopWatch {
  const { memory } = loop
  return {
    ...loop,
    memory: {
      ...memory,
      screen: null,
      processor: null,
      busySince: onlyWe ? memory.busySince : null,
      idleSince: null,
      failedAt: null,
      unknownSince: null,
      blindSince: {},
    },
  }
}

/**
 * A sleep of the host and a clock that was set look alike. Restarts and messages keep their distance in time awake: one
 * set back would block them for as long as it was set, and one set forward would forget them.
 */
function shiftWall(state: WatchState, by: number): WatchState {
  const move = <Entry extends { readonly at: number }>(entry: Entry) => ({ ...entry, at: entry.at + by })
  const { setOffAt } = state.memory
  return {
    ...state,
    memory: { ...state.memory, setOffAt: setOffAt === null ? null : setOffAt + by },
    loops: mapLoops(state, (loop) => ({
      ...loop,
      restarts: loop.restarts.map(move),
      nudges: loop.nudges.map(move),
      circuit: { ...loop.circuit, until: loop.circuit.until === null ? null : loop.circuit.until + by },
      memory: { ...loop.memory, healthyAt: Math.max(loop.memory.healthyAt + by, 0) },
    })),
  }
}

function mapLoops({ loops }: WatchState, change: (loop: LoopWatch) => LoopWatch): WatchState['loops'] {
  return Object.fromEntries(Object.entries(loops).map(([name, loop]) => [name, change(loop)]))
}
