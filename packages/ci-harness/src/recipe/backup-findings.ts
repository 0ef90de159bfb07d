import { backupLabel, commaList, pathInside, volumeLabel } from './backup-label-values.js'
import type { ComposeResource } from './compose-document.js'
import type { ComposeService } from './compose-service.js'

export interface BackupFinding {
  readonly kind:
    | 'label-outside-deploy'
    | 'never-valid-label'
    | 'mixed-versions'
    | 'unknown-volume'
    | 'path-outside-volume'
    | 'unresolved-v1-path'
    | 'not-enabled'
  readonly service: string
  readonly label: string
}

interface StackContext {
  readonly enabled: boolean
  readonly volumes: readonly ComposeResource[]
}

/** B-06: what the labels of one service say in vain. */
export function findBackupFaults(service: ComposeService, context: StackContext): BackupFinding[] {
  const misplaced = Object.keys(service.containerLabels).filter((label) => label.startsWith('backupbot.'))
  const placed = Object.keys(service.labels).filter((label) => label.startsWith('backupbot.'))
  return [
    ...misplaced.map((label) => ({ kind: 'label-outside-deploy' as const, service: service.name, label })),
    ...placed.flatMap((label) =>
      kindsOf(label, service, context).map((kind) => ({ kind, service: service.name, label })),
    ),
  ]
}

function kindsOf(label: string, { labels }: ComposeService, context: StackContext): Array<BackupFinding['kind']> {
  const kinds: Array<BackupFinding['kind']> = []
  if (label !== backupLabel && !context.enabled) kinds.push('not-enabled')
  if (label === `${backupLabel}.command`) kinds.push('never-valid-label')
  if (label === `${backupLabel}.path` && Object.keys(labels).some((other) => other.startsWith(volumeLabel))) {
    kinds.push('mixed-versions')
  }
  if (label.startsWith(volumeLabel)) kinds.push(...volumeLabelKinds(label, labels[label] ?? '', context))
  return kinds
}

function volumeLabelKinds(label: string, value: string, { volumes }: StackContext): Array<BackupFinding['kind']> {
  const known = volumes.find(({ key }) => label === volumeLabel + key || label === `${volumeLabel}${key}.path`)
  if (known === undefined) return ['unknown-volume']
  return commaList(value).some((path) => pathInside(path).length === 0) ? ['path-outside-volume'] : []
}
