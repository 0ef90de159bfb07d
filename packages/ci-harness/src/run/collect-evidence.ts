import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { shortName } from '../converge/view.js'
import type { RunContext } from './run-context.js'

const logLines = 500

/** Keeps what Swarm will soon forget: services, tasks and the logs of every container. Best effort; it never throws. */
export async function collectEvidence({ folder, plan, world, mask, record }: RunContext): Promise<void> {
  const { swarm } = world
  const path = join(folder.path, 'evidence')
  try {
    await mkdir(path, { recursive: true })
    const [services, tasks] = await Promise.all([swarm.services(plan.stack), swarm.tasks(plan.stack)])
    const keep = (name: string, content: string): Promise<void> => writeFile(join(path, name), mask.mask(content))
    await keep('services.json', JSON.stringify(services, null, 2))
    await keep('tasks.json', JSON.stringify(tasks, null, 2))
    const keepLogs = async ({ container, service, slot }: (typeof tasks)[number]): Promise<void> => {
      if (container === undefined) return
      const lines = await swarm.logs(container, logLines).catch(() => undefined)
      if (lines !== undefined)
        await keep(`${shortName(plan.stack, service)}.${slot}.${container.slice(0, 12)}.log`, `${lines.join('\n')}\n`)
    }
    await Promise.all(tasks.map(keepLogs))
  } catch (error) {
    record.notes.push(`Some evidence could not be kept: ${(error as Error).message}`)
  }
}
