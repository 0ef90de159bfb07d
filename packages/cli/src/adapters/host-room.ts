import { availableParallelism, freemem } from 'node:os'
import type { HarnessWorld } from '@cc-ci/ci-harness'
import type { HostRoom } from '../test-options/admit-jobs.js'

/** Asks the kernel for memory and Docker for the place of its disk. Of a Docker on another machine nothing is known. */
export async function measureHost(
  { swarm, disk }: Pick<HarnessWorld, 'swarm' | 'disk'>,
  { capacity, dockerHost }: { readonly capacity: number; readonly dockerHost: string | undefined },
): Promise<HostRoom> {
  const cores = availableParallelism()
  if (dockerHost?.startsWith('tcp:') || dockerHost?.startsWith('ssh:'))
    return { cores, capacity, freeMemoryBytes: undefined, freeDiskBytes: undefined }
  const { dataRoot } = await swarm.describe()
  return { cores, capacity, freeMemoryBytes: freemem(), freeDiskBytes: (await disk.free(dataRoot))?.freeBytes }
}
