import type { LeaseStore } from '@cc-ci/kernel'
import type { Swarm } from '../ports/swarm.js'

export interface LeaseChoice {
  readonly swarm: Pick<Swarm, 'describe'>
  /** For a Swarm of one node. */
  readonly local: LeaseStore
  /** For a Swarm of more. */
  readonly shared: LeaseStore
}

/** Leases by the kernel of this host while the Swarm is one node, and by the Swarm as well when it has more. */
export function chooseLeases({ swarm, local, shared }: LeaseChoice): LeaseStore {
  const chosen = async (): Promise<LeaseStore> => ((await swarm.describe()).nodes > 1 ? shared : local)
  return {
    tryAcquire: async (name, request) => (await chosen()).tryAcquire(name, request),
    acquire: async (name, wait) => (await chosen()).acquire(name, wait),
    list: async () => (await chosen()).list(),
  }
}
