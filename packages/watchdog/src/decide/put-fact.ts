import type { LoopFacts, LoopSource, Observation } from './observation.js'
import type { Known, LoopWatch, WatchState } from './watch-state.js'

export type LoopFact = Extract<Observation, { source: LoopSource }>

/** The facts of a loop with one of them replaced. */
export function putFact(facts: Known<LoopFacts>, { source, sensed }: LoopFact): Known<LoopFacts> {
  const { runner, process, registry, transcript, hooks, statusline, pane, work, credentials } = facts
  switch (source) {
    case 'runner':
      return { runner: sensed, process, registry, transcript, hooks, statusline, pane, work, credentials }
    case 'process':
      return { runner, process: sensed, registry, transcript, hooks, statusline, pane, work, credentials }
    case 'registry':
      return { runner, process, registry: sensed, transcript, hooks, statusline, pane, work, credentials }
    case 'transcript':
      return { runner, process, registry, transcript: sensed, hooks, statusline, pane, work, credentials }
    case 'hooks':
      return { runner, process, registry, transcript, hooks: sensed, statusline, pane, work, credentials }
    case 'statusline':
      return { runner, process, registry, transcript, hooks, statusline: sensed, pane, work, credentials }
    case 'pane':
      return { runner, process, registry, transcript, hooks, statusline, pane: sensed, work, credentials }
    case 'work':
      return { runner, process, registry, transcript, hooks, statusline, pane, work: sensed, credentials }
    case 'credentials':
      return { runner, process, registry, transcript, hooks, statusline, pane, work, credentials: sensed }
  }
}

export function withFacts(loop: LoopWatch, facts: LoopWatch['facts']): LoopWatch {
  const { name, role, state, since, evidence, restarts, circuit, nudges, pending, next, memory } = loop
  return { name, role, state, since, evidence, facts, restarts, circuit, nudges, pending, next, memory }
}

export function withLoops(state: WatchState, loops: WatchState['loops']): WatchState {
  const { schemaVersion, facts, tick, graceUntil, done, alerts, decisions, memory } = state
  return { schemaVersion, loops, facts, tick, graceUntil, done, alerts, decisions, memory }
}
