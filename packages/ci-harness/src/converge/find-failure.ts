import type { ServiceState, SwarmEvent, TaskState } from '../ports/swarm.js'
import { findCrashLoop } from './crash-loop.js'
import { listExits } from './exits.js'
import { type ConvergenceFailure, failureOf } from './failure.js'
import { findStrandedService } from './stranded.js'
import { causeOfNoNode, causeOfRejection, causeOfStartFailure, resourcesShort, stuckAsNew } from './task-errors.js'
import { findFailedUpdate } from './update-failure.js'
import { type ConvergenceView, type Expectation, globalGraceMs, ownTasks } from './view.js'

/** Resources may come free, and addresses too, for this long. */
const infraPatienceMs = 30_000

/** Swarm looks again at a task that found no place a moment after another has ended, and is slow under load. */
const portPatienceMs = 10_000

/** The reason that ends the wait, if there is one: causes before their consequences, so that an update is blamed last. */
export function findFailure(view: ConvergenceView, expectation: Expectation): ConvergenceFailure | undefined {
  const own = ownTasks(view)
  const ownEvents = view.events.filter((event) => !('task' in event && view.baseline.has(event.task)))
  return (
    firstOf(own, (task) => failedTask(task, view)) ??
    firstOf(ownEvents, (event) => failedContainer(event, ownEvents)) ??
    findCrashLoop(view.services, listExits(ownEvents, own)) ??
    findFailedUpdate(view, expectation) ??
    findStrandedService(view, expectation) ??
    firstOf(view.services, (service) => unwantedEverywhere(service, view))
  )
}

function firstOf<Sign>(
  signs: readonly Sign[],
  judge: (sign: Sign) => ConvergenceFailure | undefined,
): ConvergenceFailure | undefined {
  for (const sign of signs) {
    const failure = judge(sign)
    if (failure !== undefined) return failure
  }
  return undefined
}

function failedTask(task: TaskState, view: ConvergenceView): ConvergenceFailure | undefined {
  const { service, state, error } = task
  const where = { service, task: task.id, container: task.container }
  const told = `task ${state}: ${error}`
  const age = view.now - task.createdAt
  if (state === 'rejected') return failureOf(causeOfRejection(error), where, told)
  if (error.startsWith('starting container failed')) return failureOf(causeOfStartFailure(error), where, told)
  if (error.includes('unhealthy container')) return failureOf(unhealthy, where, told)
  if (state === 'new' && age >= infraPatienceMs) {
    return failureOf(stuckAsNew, where, `task still new after ${seconds(age)}: it got no network address`)
  }
  return error.startsWith('no suitable node') ? unschedulable(task, view) : undefined
}

function unschedulable(task: TaskState, view: ConvergenceView): ConvergenceFailure | undefined {
  const { service, error } = task
  const where = { service, task: task.id, container: undefined }
  if (error.includes('insufficient resources')) {
    return view.now - task.createdAt < infraPatienceMs ? undefined : failureOf(resourcesShort, where, error)
  }
  return error.includes('host-mode port') && isPortBeingFreed(task, view)
    ? undefined
    : failureOf(causeOfNoNode(error), where, error)
}

/** A stop-first update asks for the port of the host while the old task still lets go of it, or just did. */
function isPortBeingFreed({ id, service }: TaskState, { tasks, now }: ConvergenceView): boolean {
  return tasks.some(
    (old) =>
      old.id !== id &&
      old.service === service &&
      old.desiredState === 'shutdown' &&
      (old.state === 'running' || now - old.since < portPatienceMs),
  )
}

/** A global service that no node may run gets no task that could say so: 0 of 0 would pass for all of them. */
function unwantedEverywhere(service: ServiceState, view: ConvergenceView): ConvergenceFailure | undefined {
  if (service.mode !== 'global' || service.desired > 0 || view.now - view.startedAt < globalGraceMs) return undefined
  const where = { service: service.name, task: undefined, container: undefined }
  const told = 'no suitable node (scheduling constraints not satisfied on any node): the global service has no task'
  return failureOf(causeOfNoNode(told), where, told)
}

const unhealthy = {
  class: 'app',
  code: 'UNHEALTHY',
  hint: 'See what the health check said. If the app only starts slowly, raise `start_period`.',
} as const

const oomKilled = {
  class: 'app',
  code: 'OOM_KILLED',
  hint: 'Raise the memory limit of the service, or make the app need less.',
} as const

function failedContainer(event: SwarmEvent, events: readonly SwarmEvent[]): ConvergenceFailure | undefined {
  if (event.kind === 'oom') return failureOf(oomKilled, event, 'used more memory than it may have')
  if (event.kind !== 'unhealthy') return undefined
  const isStopping = events.some(
    (earlier) => earlier.kind === 'kill' && earlier.container === event.container && earlier.at < event.at,
  )
  return isStopping ? undefined : failureOf(unhealthy, event, 'failed its health check')
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
