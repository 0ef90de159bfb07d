import type { BackupPlan, BackupVolume } from '../recipe/backup-labels.js'
import type { Coverage } from './store.js'

interface DatabaseInPlan {
  readonly service: string
  /** Keys of the volumes that hold its files. */
  readonly volumes: readonly string[]
  readonly dumpPrograms: RegExp
}

/** B-04: a database is saved by its whole data volume, or by a hook that dumps it. */
export function databaseCoverage(database: DatabaseInPlan, plan: BackupPlan): Coverage {
  const { service, volumes } = database
  if (!plan.enabled)
    return notCovered(`No service enables backups; add backupbot.backup=true to ${underDeploy(service)}`)
  if (isDumped(database, plan)) return { backup: 'covered', note: noteOnRestore(plan) }
  const planned = plan.volumes.filter(({ volume }) => volumes.includes(volume))
  if (planned.length > 0 && planned.every(isSavedWhole)) return { backup: 'covered', note: null }
  return notCovered(
    `Service ${service}: ${whyNot(planned)}, and no hook dumps it; add backupbot.backup.pre-hook to ${underDeploy(service)}`,
  )
}

export function fileCoverage({ volume, excluded, include, reason }: BackupVolume, plan: BackupPlan): Coverage {
  if (!plan.enabled) return notCovered(`Volume ${volume}: ${reason}`)
  if (excluded) return { backup: 'excluded', note: `excluded: ${reason}` }
  if (include !== 'all' && include.length === 0) {
    return notCovered(`Volume ${volume}: backupbot.backup.volumes.${volume}.path names nothing inside the volume`)
  }
  return { backup: 'covered', note: null }
}

/** By any hook of its own service, or by one elsewhere that names the service or a dump program. */
function isDumped({ service, dumpPrograms }: DatabaseInPlan, plan: BackupPlan): boolean {
  return plan.services.some(({ service: owner, preHook }) => {
    if (preHook === undefined) return false
    return owner === service || dumpPrograms.test(preHook) || preHook.split(/[^\w-]+/).includes(service)
  })
}

/** B-07: a dump alone restores nothing. */
function noteOnRestore(plan: BackupPlan): string | null {
  const loads = plan.services.some(({ restorePreHook, restorePostHook }) => restorePreHook ?? restorePostHook)
  return loads ? null : 'A hook dumps it, and no backupbot.restore.post-hook loads the dump again.'
}

function isSavedWhole({ excluded, include }: BackupVolume): boolean {
  return !excluded && (include === 'all' || include.includes(''))
}

function whyNot(planned: readonly BackupVolume[]): string {
  const gap = planned.find((volume) => !isSavedWhole(volume))
  if (gap === undefined) return 'its data is in no named volume'
  if (gap.excluded) return `its volume ${gap.volume} is not saved (${gap.reason})`
  const paths = gap.include === 'all' ? [] : gap.include
  return `of its volume ${gap.volume} only ${paths.join(', ') || 'nothing'} is saved`
}

function underDeploy(service: string): string {
  return `deploy.labels of ${service}`
}

function notCovered(note: string): Coverage {
  return { backup: 'not-covered', note: `${note}.` }
}
