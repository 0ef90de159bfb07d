import type { BackupPlan } from '../recipe/backup-labels.js'
import type { Hook } from './run-hooks.js'

type When = 'pre' | 'post'

export function backupHooks(plan: BackupPlan, when: When): Hook[] {
  return plan.services.flatMap(({ service, preHook, postHook }) =>
    hook(service, `backupbot.backup.${when}-hook`, when === 'pre' ? preHook : postHook),
  )
}

export function restoreHooks(plan: BackupPlan, when: When): Hook[] {
  return plan.services.flatMap(({ service, restorePreHook, restorePostHook }) =>
    hook(service, `backupbot.restore.${when}-hook`, when === 'pre' ? restorePreHook : restorePostHook),
  )
}

function hook(service: string, label: string, command: string | undefined): Hook[] {
  return command === undefined || command === '' ? [] : [{ service, label, command }]
}
