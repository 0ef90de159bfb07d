import type { ResultFact } from './facts.js'
import type { Instant } from './instant.js'
import type { LoopWatch, WatchState } from './watch-state.js'

/** How an action ended; one that nobody waits for changes nothing. */
export function foldResult(state: WatchState, result: ResultFact, now: Instant): WatchState {
  if (state.memory.pending?.actionId === result.actionId) return endCommon(state, result.outcome)
  const loop = Object.values(state.loops).find(({ pending }) => pending?.actionId === result.actionId)
  if (loop === undefined) return state
  return { ...state, loops: { ...state.loops, [loop.name]: endPending(loop, result, now) } }
}

function endPending(loop: LoopWatch, { actionId, outcome }: ResultFact, now: Instant): LoopWatch {
  const begins = loop.pending?.kind === 'restart' || loop.pending?.kind === 'yield'
  const arrived = outcome === 'done'
  return {
    ...loop,
    pending: null,
    nudges: loop.nudges.map((sent) => (sent.id === actionId ? { ...sent, answered: arrived } : sent)),
    // What was seen before its end may be what its end has changed.
    memory: begins || outcome === 'unknown' ? { ...loop.memory, freshAfter: now.mono } : loop.memory,
  }
}

/** A result that never came is looked for like one that is unknown: by looking at what there is. */
export function endLostPending(loop: LoopWatch, now: Instant, longest: number): LoopWatch {
  if (loop.pending === null || now.mono - loop.pending.at.mono < longest) return loop
  const { actionId } = loop.pending
  return endPending(loop, { actionId, loop: loop.name, outcome: 'unknown', detail: 'no result came' }, now)
}

/** The same for an action that concerns all loops: both are harmless when they are done twice. */
export function endLostCommon(state: WatchState, now: Instant, longest: number): WatchState {
  const { pending } = state.memory
  return pending === null || now.mono - pending.at.mono < longest ? state : endCommon(state, 'unknown')
}

/** A teardown that broke off has left loops without anybody to watch them: the next reading begins it anew. */
function endCommon(state: WatchState, outcome: ResultFact['outcome']): WatchState {
  const brokenOff = state.memory.pending?.kind === 'teardown' && outcome !== 'done'
  const done: WatchState['done'] = brokenOff ? { ...state.done, phase: 'seen' } : state.done
  return { ...state, done, memory: { ...state.memory, pending: null } }
}
