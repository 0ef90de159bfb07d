import { CcCiError, type Clock, isCcCiError } from '@cc-ci/kernel'
import type { Engine } from '../ports/engine.js'
import type { Belongings, Swarm } from '../ports/swarm.js'

export interface TeardownWorld {
  readonly clock: Clock
  readonly swarm: Pick<Swarm, 'belongings' | 'remove'>
  readonly engine: Pick<Engine, 'undeploy'>
}

const pollMs = 50
const budgetMs = 120_000

/**
 * Removes everything that belongs to a stack: services, then containers and networks as they end, then volumes,
 * secrets and configs. Never images, never backups. Gives back what is still there when the time is up.
 */
export async function tearDown(stack: string, world: TeardownWorld): Promise<readonly string[]> {
  const { clock } = world
  const deadline = clock.monotonic() + budgetMs
  for (;;) {
    try {
      const rest = await removeOnce(stack, world)
      if (rest.length === 0 || clock.monotonic() > deadline) return rest
    } catch (error) {
      // A probe that failed says nothing about the stack: ask again until the time is up.
      if (isLeaseLost(error)) throw error
      if (clock.monotonic() > deadline) throw unverifiable(stack, error)
    }
    await clock.sleep(pollMs)
  }
}

/** Then what there is of the stack may be somebody else's. */
export const isLeaseLost = (error: unknown): boolean => isCcCiError(error) && error.code === 'LEASE_LOST'

/** One round; gives back what was still there at its start, so that an empty answer is a verified one. */
async function removeOnce(stack: string, { swarm, engine }: TeardownWorld): Promise<readonly string[]> {
  const found = await swarm.belongings(stack)
  if (found.services.length > 0) await engine.undeploy(stack)
  // Nothing of the app is wanted any more, so its containers are not given their grace period.
  await removeAll(swarm, found, ['containers', 'networks', 'secrets', 'configs'])
  if (found.containers.length === 0) await removeAll(swarm, found, ['volumes'])
  return describe(found)
}

async function removeAll(
  swarm: TeardownWorld['swarm'],
  found: Belongings,
  kinds: readonly (keyof Belongings)[],
): Promise<void> {
  const removals = kinds.flatMap((kind) => found[kind].map((name) => removeUnlessInUse(swarm, kind, name)))
  await Promise.all(removals)
}

async function removeUnlessInUse(swarm: TeardownWorld['swarm'], kind: keyof Belongings, name: string): Promise<void> {
  try {
    await swarm.remove(kind, name)
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'STILL_IN_USE') throw error
  }
}

function describe(found: Belongings): readonly string[] {
  return Object.entries(found).flatMap(([kind, names]: [string, readonly string[]]) =>
    names.map((name) => `${kind.slice(0, -1)} ${name}`),
  )
}

function unverifiable(stack: string, cause: unknown): CcCiError {
  return new CcCiError(
    'TEARDOWN_UNVERIFIED',
    `Whether the stack ${stack} is gone could not be seen: ${String(cause)}.`,
    {
      hint: `Look with: docker ps -a --filter label=com.docker.stack.namespace=${stack}. The next run reaps what is left.`,
      cause,
    },
  )
}
