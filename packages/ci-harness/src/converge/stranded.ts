import type { ServiceState, TaskState } from '../ports/swarm.js'
import type { ConvergenceFailure } from './failure.js'
import { type ConvergenceView, type Expectation, hasEnded, isUpdating, stateBefore } from './view.js'

/** A service short of tasks whose last task ended well and is, by its restart policy, never started again (B-08). */
export function findStrandedService(view: ConvergenceView, expectation: Expectation): ConvergenceFailure | undefined {
  for (const service of view.services) {
    if (service.mode === 'job' || service.restart.condition === 'any') continue
    if (isUpdating(service) || awaitsUpdate(service, expectation)) continue
    const tasks = view.tasks.filter((task) => task.service === service.name)
    const alive = tasks.filter((task) => !hasEnded(task) && task.desiredState !== 'shutdown').length
    const last = tasks.filter(({ state }) => state === 'complete').at(-1)
    if (last !== undefined && alive < service.desired) return stranded(service, last, alive)
  }
  return undefined
}

function awaitsUpdate(service: ServiceState, expectation: Expectation): boolean {
  const before = stateBefore(service, expectation)
  return before !== undefined && before.templateHash !== service.templateHash && service.update?.state !== 'completed'
}

function stranded({ name, desired, restart }: ServiceState, task: TaskState, alive: number): ConvergenceFailure {
  return {
    class: 'recipe',
    code: 'STRANDED',
    service: name,
    task: task.id,
    container: task.container,
    evidence: `stays at ${alive}/${desired}: its task ended with code ${task.exitCode ?? 0} and \`restart_policy.condition: ${restart.condition}\` does not start it again`,
    hint: 'If it is to run on, use `condition: any`; if its work is done once, make it a job: `mode: replicated-job`.',
  }
}
