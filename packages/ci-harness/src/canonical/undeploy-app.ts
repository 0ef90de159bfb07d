import { CcCiError, type Clock, isCcCiError } from '@cc-ci/kernel'
import type { Engine } from '../ports/engine.js'
import type { Belongings, Swarm } from '../ports/swarm.js'

export interface UndeployWorld {
  readonly clock: Clock
  readonly swarm: Pick<Swarm, 'belongings' | 'containers' | 'remove'>
  readonly engine: Pick<Engine, 'undeploy'>
}

const pollMs = 100
const budgetMs = 180_000
const running = ['services', 'containers', 'networks', 'configs'] as const

/**
 * Ends a stack and keeps its volumes and secrets, as abra’s undeploy does. Containers get their grace period: what a
 * server has not written yet is part of what is kept. Gives back what still runs when the time is up, so that an empty
 * answer is a verified one (K-15).
 */
export async function undeployApp(stack: string, { clock, swarm, engine }: UndeployWorld): Promise<readonly string[]> {
  const deadline = clock.monotonic() + budgetMs
  for (;;) {
    const found = await swarm.belongings(stack)
    const left = running.flatMap((kind) => found[kind].map((name) => `${kind.slice(0, -1)} ${name}`))
    if (left.length === 0 || clock.monotonic() > deadline) return left
    if (found.services.length > 0) await engine.undeploy(stack)
    await removeWhatStopped(stack, found, swarm)
    await clock.sleep(pollMs)
  }
}

async function removeWhatStopped(stack: string, found: Belongings, swarm: UndeployWorld['swarm']): Promise<void> {
  // Companions are no services: they are ours and never end by themselves.
  const isEnding = (await swarm.containers(stack)).some(({ service }) => service !== '')
  for (const kind of isEnding ? (['networks', 'configs'] as const) : (['containers', 'networks', 'configs'] as const))
    for (const name of found[kind]) await removeUnlessInUse(swarm, kind, name)
}

async function removeUnlessInUse(swarm: Pick<Swarm, 'remove'>, kind: keyof Belongings, name: string): Promise<void> {
  try {
    await swarm.remove(kind, name)
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'STILL_IN_USE') throw error
  }
}

/** Throws CANONICAL_DEPLOYED: nobody may deploy onto what still runs. */
export function assertUndeployed(stack: string, left: readonly string[]): void {
  if (left.length === 0) return
  throw new CcCiError('CANONICAL_DEPLOYED', `The stack ${stack} could not be ended; it still has ${left.join(', ')}.`, {
    hint: `Look what keeps it: docker stack ps ${stack}.`,
  })
}
