import type { ContainerAccess } from '../ports/swarm.js'
import type { ComposeDocument } from '../recipe/compose-document.js'
import { anonymousVolume } from './find-unwatched.js'
import type { Unproven } from './store.js'

/** Volumes that images declare and no compose file mentions, as one running container of each service has them. */
export async function findImageVolumes(
  document: ComposeDocument,
  { stack, swarm }: { stack: string; swarm: Pick<ContainerAccess, 'containers' | 'inspectContainer'> },
): Promise<Unproven[]> {
  const found = await Promise.all(
    document.services.map(async ({ name, mounts }) => {
      const [container] = await swarm.containers(stack, `${stack}_${name}`)
      const details = container === undefined ? undefined : await swarm.inspectContainer(container.id)
      const known = mounts.map(({ target }) => target.replace(/\/+$/, ''))
      return (details?.mounts ?? [])
        .filter(({ type, writable, destination }) => type === 'volume' && writable && !known.includes(destination))
        .map(({ destination }) => anonymousVolume(name, destination, 'made by the image without a name'))
    }),
  )
  return found.flat()
}
