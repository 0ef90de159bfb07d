import type { ServiceState, TaskState } from '../ports/swarm.js'
import type { Exit } from './exits.js'
import {
  type ConvergenceView,
  type Expectation,
  globalGraceMs,
  hasEnded,
  isUpdating,
  shortName,
  stateBefore,
} from './view.js'

/** An update that changes nothing a task is made of never starts. */
const noOpGraceMs = 30_000

/** A service without health check is "running" for a blink between two crashes. */
const proofAfterExitMs = 5_000

/** What one service still lacks, in words for a person. */
export interface ServiceWait {
  readonly service: string
  readonly done: boolean
  readonly text: string
}

export function waitOfService(
  service: ServiceState,
  view: ConvergenceView,
  { expectation, exits }: { expectation: Expectation; exits: readonly Exit[] },
): ServiceWait {
  const name = shortName(view.stack, service.name)
  const tasks = view.tasks.filter((task) => task.service === service.name)
  const good = tasks.filter((task) => fulfils(task, service, { view, expectation }))
  const count = `${good.length}/${service.desired}`
  const waiting = (why: string): ServiceWait => ({
    service: service.name,
    done: false,
    text: service.desired > 1 ? `${name} ${count}: ${why}` : `${name}: ${why}`,
  })

  if (isUpdating(service))
    return waiting(`update in progress${service.update?.state === 'updating' ? '' : ' (rolling back)'}`)
  if (awaitsUpdate(service, view, expectation)) return waiting('update not begun yet')
  if (good.length < service.desired) return waiting(progressOf(tasks, service, exits))
  if (service.mode === 'global' && service.desired === 0 && view.now - view.startedAt < globalGraceMs) {
    return waiting('no task yet')
  }
  const blink = good.some((task) => isUnproven(task, exits, view.now))
  return blink
    ? waiting('restarted after an exit, has to stay up for 5 s')
    : { service: service.name, done: true, text: `${name} ${count}` }
}

/** A job's task counts when it is complete, any other while it runs; an old one only if an update would not replace it. */
function fulfils(
  task: TaskState,
  service: ServiceState,
  { view, expectation }: { view: ConvergenceView; expectation: Expectation },
): boolean {
  const isRight =
    service.mode === 'job' ? task.state === 'complete' : task.state === 'running' && task.desiredState === 'running'
  if (!isRight) return false
  if (!view.baseline.has(task.id) || task.taskHash === service.taskHash) return true
  const before = stateBefore(service, expectation)
  return service.mode !== 'job' && (before === undefined || before.templateHash === service.templateHash)
}

function awaitsUpdate(service: ServiceState, view: ConvergenceView, expectation: Expectation): boolean {
  const before = stateBefore(service, expectation)
  if (before === undefined || before.templateHash === service.templateHash) return false
  const hasBegun = service.update !== undefined && service.update.startedAt !== before.updateStartedAt
  return !hasBegun && view.now - view.startedAt < noOpGraceMs
}

function isUnproven(task: TaskState, exits: readonly Exit[], now: number): boolean {
  const hasFailed = exits.some((exit) => exit.service === task.service && exit.slot === task.slot)
  return hasFailed && now - task.since < proofAfterExitMs
}

function progressOf(tasks: readonly TaskState[], service: ServiceState, exits: readonly Exit[]): string {
  const next = tasks.findLast((task) => !hasEnded(task) && task.state !== 'running' && task.desiredState !== 'shutdown')
  const last = exits.findLast((exit) => exit.service === service.name)
  const after = last === undefined ? '' : ` after an exit with code ${last.exitCode}`
  if (next === undefined) return last === undefined ? 'no task yet' : `restarting${after}`
  return `${stateInWords(next, service)}${after}`
}

function stateInWords({ state, error }: TaskState, service: ServiceState): string {
  if (state === 'pending') return error === '' ? 'waiting for a node' : error
  if (state === 'preparing') return 'preparing (pulls the image if it is not here)'
  if (state === 'starting') return service.hasHealthcheck ? 'starting (health check)' : 'starting'
  return state === 'new' ? 'waiting for a network address' : 'being started'
}
