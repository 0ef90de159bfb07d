import type { ComposeDocument } from './compose-document.js'
import { volumesOf } from './service-mounts.js'

/**
 * A sentence for each volume that a service of the head mounts at another path than the base did: the data is kept,
 * but whether the app still looks for it there only a test of the app can tell.
 */
export function describeMovedMounts(base: ComposeDocument, head: ComposeDocument): string[] {
  return base.services.flatMap(({ name }) => {
    const now = volumesOf(head, name).writable
    return volumesOf(base, name).writable.flatMap(({ volume, target }) => {
      const targets = now.filter((mount) => mount.volume === volume).map((mount) => mount.target)
      if (targets.length === 0 || targets.includes(target)) return []
      return [`${name} now mounts the volume ${volume} at ${targets.join(' and ')} instead of ${target}.`]
    })
  })
}
