import type { Clock } from '@cc-ci/kernel'
import type { ContainerAccess } from '../ports/swarm.js'

export interface BackupWorld {
  readonly swarm: Pick<ContainerAccess, 'containers' | 'exec' | 'inspectContainer' | 'logs'>
  readonly clock: Clock
}

export interface ContainerWait {
  readonly stack: string
  /** The compose name. */
  readonly service: string
  readonly budgetMs: number
}

const pollMs = 250

/** B-02: the id of a service's newest running container; undefined when none ran in time. Never keep it: tasks are replaced. */
export async function waitForContainer(
  wait: ContainerWait,
  { swarm, clock }: BackupWorld,
): Promise<string | undefined> {
  const deadline = clock.monotonic() + wait.budgetMs
  for (;;) {
    const [newest] = await swarm.containers(wait.stack, `${wait.stack}_${wait.service}`)
    if (newest !== undefined) return newest.id
    if (clock.monotonic() >= deadline) return undefined
    await clock.sleep(pollMs)
  }
}
