import type { Swarm, TaskState } from '../ports/swarm.js'
import type { Failure } from '../verdict/failure.js'
import type { RunContext } from './run-context.js'

const logLines = 40

/** Gives the failure that the result will name the logs of its service while Swarm still has them (P-08). It never throws. */
export async function completeLogs({ record, plan, world }: RunContext): Promise<void> {
  const [first] = record.failures
  if (first !== undefined)
    record.failures[0] = { ...first, failure: await withLogs(first.failure, plan.stack, world.swarm) }
}

/** A failure with the last lines of its service, or with why there are none: a failed start may have left no container. */
export async function withLogs(
  failure: Failure,
  stack: string,
  swarm: Pick<Swarm, 'tasks' | 'logs'>,
): Promise<Failure> {
  const { service, logs = [], noLogs } = failure
  if (noLogs !== undefined || logs.some((line) => line.trim() !== '')) return failure
  try {
    const all = await swarm.tasks(stack)
    if (all.length === 0) return { ...failure, noLogs: 'nothing of the app was running' }
    if (service === undefined) return failure
    const tasks = all.filter((task) => task.service === `${stack}_${service}`)
    const newestFirst = tasks.toSorted((one, other) => other.createdAt - one.createdAt)
    const containers = newestFirst.flatMap(({ container }) => (container === undefined ? [] : [container]))
    for (const container of containers) {
      // An older container may be gone while a newer one has said nothing yet, and the other way round.
      const lines = await swarm.logs(container, logLines).catch(() => [])
      if (lines.length > 0) return { ...failure, logs: lines }
    }
    return { ...failure, noLogs: whyNone(newestFirst, containers.length) }
  } catch (error) {
    return { ...failure, noLogs: `they could not be read: ${(error as Error).message}` }
  }
}

function whyNone([newest]: readonly TaskState[], containers: number): string {
  if (containers > 0) return 'its container printed nothing'
  if (newest === undefined) return 'Swarm has no task of it'
  return `no container was made for it; its task is ${newest.state}${newest.error === '' ? '' : `: ${newest.error}`}`
}
