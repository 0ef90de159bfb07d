import { type BackupFinding, findBackupFaults } from './backup-findings.js'
import { backupLabel, commaList, pathInside, volumeLabel } from './backup-label-values.js'
import { type ComposeDocument, type ComposeResource, swarmNameOf } from './compose-document.js'
import type { ComposeService } from './compose-service.js'
import { given } from './compose-yaml.js'
import { mountedVolumesOf, volumesOf } from './service-mounts.js'

/** What the backup bot would do with a stack, read from its labels (recipe-format §9). */
export interface BackupPlan {
  readonly enabled: boolean
  readonly services: readonly BackupHooks[]
  readonly volumes: readonly BackupVolume[]
  readonly v1Paths: readonly V1Path[]
  readonly findings: readonly BackupFinding[]
}

/** Shell lines that run in the service's own container. */
interface BackupHooks {
  readonly service: string
  readonly preHook?: string
  readonly postHook?: string
  readonly restorePreHook?: string
  readonly restorePostHook?: string
}

export interface BackupVolume {
  readonly volume: string
  readonly swarmName: string
  /** Paths are relative to the volume's root. */
  readonly include: 'all' | readonly string[]
  readonly excluded: boolean
  readonly reason: string
}

/** An old `backupbot.backup.path`, which version 2 of the bot probably ignores (B-06). */
interface V1Path {
  readonly service: string
  readonly path: string
  /** The volume mounted there and the path below its root, which is empty for the root itself. */
  readonly resolved: { readonly volume: string; readonly path: string } | undefined
}

export function readBackupPlan(doc: ComposeDocument, stack: string): BackupPlan {
  const enabled = doc.services.some(({ labels }) => isTrue(labels[backupLabel]))
  const volumes = mountedVolumesOf(doc)
  const v1Paths = doc.services.flatMap((service) => v1PathsOf(doc, service))
  return {
    enabled,
    services: doc.services.flatMap(hooksOf),
    volumes: volumes.map((volume) => planVolume(volume, doc, { stack, enabled })),
    v1Paths,
    findings: [
      ...doc.services.flatMap((service) => findBackupFaults(service, { enabled, volumes })),
      ...v1Paths.flatMap(({ service, resolved }) =>
        resolved === undefined ? [{ kind: 'unresolved-v1-path' as const, service, label: `${backupLabel}.path` }] : [],
      ),
    ],
  }
}

function hooksOf({ name, labels }: ComposeService): BackupHooks[] {
  const hooks = {
    ...given('preHook', labels[`${backupLabel}.pre-hook`] || undefined),
    ...given('postHook', labels[`${backupLabel}.post-hook`] || undefined),
    ...given('restorePreHook', labels['backupbot.restore.pre-hook'] || undefined),
    ...given('restorePostHook', labels['backupbot.restore.post-hook'] || undefined),
  }
  return Object.keys(hooks).length === 0 ? [] : [{ service: name, ...hooks }]
}

interface VolumeContext {
  readonly stack: string
  readonly enabled: boolean
}

/** Any service may carry a volume's labels; one that excludes it wins over one that limits it. */
function planVolume(volume: ComposeResource, doc: ComposeDocument, { stack, enabled }: VolumeContext): BackupVolume {
  const label = volumeLabel + volume.key
  const excludedBy = doc.services.find(({ labels }) => labels[label]?.trim().toLowerCase() === 'false')
  const paths = doc.services.flatMap(({ labels }) => commaList(labels[`${label}.path`])).flatMap(pathInside)
  const limited = doc.services.some(({ labels }) => labels[`${label}.path`]?.trim())
  const include = limited ? [...new Set(paths)] : 'all'
  const about = { volume: volume.key, swarmName: swarmNameOf(volume, stack), include } as const
  if (!enabled) return { ...about, excluded: true, reason: 'no service of the stack enables backups' }
  if (excludedBy !== undefined) return { ...about, excluded: true, reason: `excluded by a label of ${excludedBy.name}` }
  return { ...about, excluded: false, reason: limited ? 'limited by label' : 'every volume of an enabled stack' }
}

function v1PathsOf(doc: ComposeDocument, { name, labels }: ComposeService): V1Path[] {
  const { writable, readOnly } = volumesOf(doc, name)
  const mounts = [...writable, ...readOnly].sort((a, b) => b.target.length - a.target.length)
  return commaList(labels[`${backupLabel}.path`]).map((path) => {
    const clean = withoutTrailingSlash(path)
    const mount = mounts.find(({ target }) => `${clean}/`.startsWith(`${withoutTrailingSlash(target)}/`))
    const below = mount === undefined ? [] : pathInside(clean.slice(withoutTrailingSlash(mount.target).length))
    const resolved =
      mount === undefined || below[0] === undefined ? undefined : { volume: mount.volume, path: below[0] }
    return { service: name, path, resolved }
  })
}

function isTrue(text = ''): boolean {
  return text.trim().toLowerCase() === 'true'
}

function withoutTrailingSlash(path: string): string {
  return path.replace(/\/+$/, '')
}
