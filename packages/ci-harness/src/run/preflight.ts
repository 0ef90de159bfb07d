import { CcCiError } from '@cc-ci/kernel'
import type { DiskSpace } from '../ports/disk-probe.js'
import type { Swarm, SwarmDescription } from '../ports/swarm.js'
import type { HarnessWorld } from './harness-world.js'

const neededBytes = 2 * 1024 ** 3
const neededInodes = 20_000

/** Looks before anything is made: Docker reachable, Swarm active, network `proxy` usable, disk and inodes enough. */
export async function checkHost({
  swarm,
  disk,
}: Pick<HarnessWorld, 'disk'> & { readonly swarm: Pick<Swarm, 'describe' | 'network'> }): Promise<SwarmDescription> {
  const description = await swarm.describe()
  const proxy = await swarm.network('proxy')
  if (proxy === undefined) {
    throw new CcCiError(
      'PROXY_NETWORK_MISSING',
      'The Swarm has no network “proxy”, through which recipes are reached.',
      {
        hint: 'Deploy the traefik recipe, or make it: docker network create -d overlay --attachable --subnet 10.200.0.0/16 proxy',
      },
    )
  }
  if (proxy.driver !== 'overlay') {
    throw new CcCiError(
      'PROXY_NETWORK_MISSING',
      `The network “proxy” is a ${proxy.driver} network, not an overlay of the Swarm.`,
      {
        hint: 'Remove it and make an overlay: docker network create -d overlay --attachable --subnet 10.200.0.0/16 proxy',
      },
    )
  }
  const space = await disk.free(description.dataRoot)
  if (space !== undefined) checkSpace(space, description.dataRoot)
  return description
}

/** Throws DISK_SHORT or INODES_SHORT; both figures are named, because one is often mistaken for the other (D-01). */
export function checkSpace(space: DiskSpace, dataRoot: string): void {
  const figures = `${gibibytes(space.freeBytes)} GiB of ${gibibytes(space.totalBytes)} and ${space.freeInodes} of ${space.totalInodes} inodes are free`
  const hint = 'Free some: docker image prune (dangling images only), or move the data-root to a larger disk.'
  if (space.freeBytes < neededBytes) {
    throw new CcCiError('DISK_SHORT', `The disk of Docker’s data-root ${dataRoot} is nearly full: ${figures}.`, {
      hint,
    })
  }
  // Some file systems have no inode table and report zero of zero.
  if (space.totalInodes > 0 && space.freeInodes < neededInodes) {
    throw new CcCiError('INODES_SHORT', `The disk of Docker’s data-root ${dataRoot} is short of inodes: ${figures}.`, {
      hint,
    })
  }
}

/** For the rule that "No such image" is believed only when the disk is not full. Undefined: not known. */
export async function isDiskFull({ disk }: Pick<HarnessWorld, 'disk'>, dataRoot: string): Promise<boolean | undefined> {
  const space = await disk.free(dataRoot)
  if (space === undefined) return undefined
  return space.freeBytes < 64 * 1024 ** 2 || (space.totalInodes > 0 && space.freeInodes < 100)
}

const gibibytes = (bytes: number): string => (bytes / 1024 ** 3).toFixed(1)
