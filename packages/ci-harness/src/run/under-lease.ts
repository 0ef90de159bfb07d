import type { Lease } from '@cc-ci/kernel'
import type { AppEngine, Engine } from '../ports/engine.js'
import type { Swarm } from '../ports/swarm.js'
import type { HarnessWorld } from './harness-world.js'
import { overriding } from './overriding.js'

/**
 * The same world, in which nothing of an app is changed without its lease (K-14): whoever lost it would change what
 * belongs to the next holder. Throws LEASE_LOST then, before anything is done.
 */
export function underLease<World extends Pick<HarnessWorld, 'engine' | 'swarm'>>(
  world: World,
  lease: Pick<Lease, 'assertHeld'>,
): World {
  const guard = guardWith(lease)
  const engine = overriding<Engine>(guard(world.engine, ['undeploy']), {
    open: async (site) => guardApp(await world.engine.open(site), guard),
  })
  return { ...world, engine, swarm: guard<Swarm>(world.swarm, swarmChanges) }
}

const swarmChanges = [
  ...(['createSecret', 'createVolume', 'remove'] as const),
  ...(['startCompanion', 'removeContainer', 'exec', 'writeFile'] as const),
] satisfies (keyof Swarm)[]

type Guard = <T extends object>(target: T, changes: readonly (keyof T)[]) => T

function guardApp(app: AppEngine, guard: Guard): AppEngine {
  const { backups } = app
  const guarded = guard(app, ['configure', 'generateSecrets', 'deploy', 'undeploy'])
  return backups === undefined ? guarded : overriding(guarded, { backups: guard(backups, ['create', 'restore']) })
}

function guardWith(lease: Pick<Lease, 'assertHeld'>): Guard {
  return (target, changes) => {
    const methods = changes.flatMap((name) => {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return []
      const asserted = async (...args: readonly unknown[]): Promise<unknown> => {
        await lease.assertHeld()
        return Reflect.apply(method, target, args)
      }
      return [[name, asserted]]
    })
    return overriding(target, Object.fromEntries(methods))
  }
}
