import { type Clock, FlockLeaseStore, type LeaseStore } from '@cc-ci/kernel'
import type { Swarm } from '../ports/swarm.js'
import { readLeasePlace } from './lease-place.js'
import { SwarmLeaseStore } from './swarm-lease-store.js'

export interface LeaseChoice {
  readonly swarm: Pick<Swarm, 'describe'>
  readonly dockerHost: string
  /** Where this host keeps its kernel locks. */
  readonly folder: string
  readonly clock: Clock
}

/** Leases of domains: by the kernel of this host while the Swarm is one node, and by the Swarm as well when it has more. */
export function chooseLeases({ swarm, dockerHost, folder, clock }: LeaseChoice): LeaseStore {
  const local = new FlockLeaseStore(folder, clock)
  const place = async () => {
    // A Docker behind a network address may run on a machine whose reboots say nothing of this one’s.
    const node = dockerHost.startsWith('unix:') ? (await swarm.describe()).nodeId : undefined
    return readLeasePlace(folder, node)
  }
  const shared = new SwarmLeaseStore({ dockerHost, local, clock, place })
  const chosen = async (): Promise<LeaseStore> => ((await swarm.describe()).nodes > 1 ? shared : local)
  return {
    tryAcquire: async (name, request) => (await chosen()).tryAcquire(name, request),
    acquire: async (name, wait) => (await chosen()).acquire(name, wait),
    list: async () => (await chosen()).list(),
  }
}
