import type { SwarmEvent, TaskEvent, TaskState } from '../ports/swarm.js'

/** A task's program ended though nobody stopped it. */
export interface Exit extends TaskEvent {
  readonly exitCode: number
}

type ExitEvent = Extract<SwarmEvent, { kind: 'exit' }>

/**
 * From the events, which come at once, and, for those that were missed (stream lost, other node), from the state that
 * Swarm reports later. An exit after a kill was asked for. Oldest first.
 */
export function listExits(events: readonly SwarmEvent[], tasks: readonly TaskState[]): readonly Exit[] {
  const killed = new Set<string>()
  const seen = new Map<string, ExitEvent>()
  for (const event of events) {
    if (event.kind === 'kill') killed.add(event.container)
    if (event.kind === 'exit' && !killed.has(event.container)) seen.set(event.task, event)
  }
  const missed = tasks.filter((task) => endedByItself(task) && !seen.has(task.id) && !killed.has(task.container ?? ''))
  return [...seen.values(), ...missed.map(toExit)].sort((one, other) => one.at - other.at)
}

/** A task that was stopped on purpose ends as `shutdown`; one that failed before its program ran has its own rule. */
function endedByItself(task: TaskState): boolean {
  if (task.state === 'complete') return true
  return task.state === 'failed' && task.exitCode !== undefined && task.error.includes('non-zero exit')
}

function toExit(task: TaskState): Exit {
  const { service, slot, id, container = '', since, exitCode = 0 } = task
  return { service, slot, task: id, container, at: since, exitCode }
}
