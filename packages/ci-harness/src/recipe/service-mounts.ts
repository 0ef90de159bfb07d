import { type ComposeDocument, type ComposeResource, serviceNamed } from './compose-document.js'
import type { ComposeMount } from './compose-service.js'

interface MountedVolume {
  /** The volume's key in the compose file. */
  readonly volume: string
  readonly target: string
}

/** Where a service keeps data. A path of the host appears under `binds`, as written. */
export interface ServiceVolumes {
  readonly writable: readonly MountedVolume[]
  readonly readOnly: readonly MountedVolume[]
  readonly binds: ReadonlyArray<{ readonly source: string; readonly target: string; readonly readOnly: boolean }>
  readonly tmpfs: readonly string[]
  /** Volumes without a name, which Swarm makes anew for each task. */
  readonly anonymous: readonly string[]
}

export function volumesOf(doc: ComposeDocument, service: string): ServiceVolumes {
  const mounts = serviceNamed(doc, service)?.mounts ?? []
  const named = mounts.filter((mount) => mount.type === 'volume')
  return {
    writable: named.filter((mount) => !mount.readOnly).flatMap(mountedVolume),
    readOnly: named.filter((mount) => mount.readOnly).flatMap(mountedVolume),
    binds: mounts.flatMap(({ type, source, target, readOnly }) =>
      type === 'bind' && source !== undefined ? [{ source, target, readOnly }] : [],
    ),
    tmpfs: mounts.filter((mount) => mount.type === 'tmpfs').map((mount) => mount.target),
    anonymous: named.filter((mount) => mount.source === undefined).map((mount) => mount.target),
  }
}

/** The named volumes that at least one service mounts, as declared; an undeclared one counts as the stack's own. */
export function mountedVolumesOf(doc: ComposeDocument): ComposeResource[] {
  const used = doc.services.flatMap(({ mounts }) =>
    mounts.filter(({ type }) => type === 'volume').flatMap(mountedVolume),
  )
  return [...new Set(used.map(({ volume }) => volume))].map(
    (key) =>
      doc.volumes.find((volume) => volume.key === key) ?? {
        key,
        name: undefined,
        external: false,
        file: undefined,
        templateDriver: undefined,
      },
  )
}

/** the host paths that must exist before a task can start, with the services that need them. */
export function bindSourcesOf(doc: ComposeDocument): Array<{ source: string; services: string[] }> {
  const needed = new Map<string, string[]>()
  for (const { name } of doc.services) {
    for (const { source } of volumesOf(doc, name).binds) needed.set(source, [...(needed.get(source) ?? []), name])
  }
  return [...needed].map(([source, services]) => ({ source, services: [...new Set(services)] }))
}

function mountedVolume({ source, target }: ComposeMount): MountedVolume[] {
  return source === undefined ? [] : [{ volume: source, target }]
}
