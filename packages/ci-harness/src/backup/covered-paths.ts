import { posix } from 'node:path'
import type { BackupPlan } from '../recipe/backup-labels.js'
import type { Failure } from '../verdict/failure.js'
import type { BackupCompanion } from './backup-companion.js'
import { kindsOfPaths } from './kinds-of-paths.js'

/** One path to save, as the companion sees it. */
export interface CoveredPath {
  readonly path: string
  /** Set when the recipe limits the volume to this path: the label, and the path as written there. */
  readonly limit: PathLimit | undefined
}

interface PathLimit {
  readonly label: string
  readonly written: string
}

export function coveredPaths(plan: BackupPlan, companion: Pick<BackupCompanion, 'folderOf'>): CoveredPath[] {
  return plan.volumes
    .filter(({ excluded }) => !excluded)
    .flatMap(({ volume, swarmName, include }): CoveredPath[] => {
      const folder = companion.folderOf(swarmName)
      if (include === 'all') return [{ path: folder, limit: undefined }]
      const label = `backupbot.backup.volumes.${volume}.path`
      return include.map((written) => ({ path: posix.join(folder, written), limit: { label, written } }))
    })
}

/** B-01, B-03: looks whether all that the recipe limits its backup to is there and holds data; undefined when it does. */
export async function missingData(
  paths: readonly CoveredPath[],
  companion: Pick<BackupCompanion, 'exec'>,
): Promise<Failure | undefined> {
  if (paths.length === 0) return backupEmpty('the labels leave no path of any volume to save')
  const limited = paths.flatMap(({ path, limit }) => (limit === undefined ? [] : [{ path, limit }]))
  const kinds = await kindsOfPaths(
    limited.map(({ path }) => path),
    companion,
  )
  for (const [index, { limit }] of limited.entries()) {
    if (kinds[index] === 'missing') return pathFailed('BACKUP_PATH_MISSING', limit, 'does not exist in the volume')
    if (kinds[index] === 'empty file') return pathFailed('BACKUP_EMPTY', limit, 'is an empty file')
  }
  return undefined
}

export function backupEmpty(why: string): Failure {
  return {
    class: 'recipe',
    code: 'BACKUP_EMPTY',
    evidence: `The backup holds no file at all: ${why}`,
    logs: [],
    hint: 'Check the backupbot.backup.volumes labels, and that the pre-hook writes into a volume that is saved.',
  }
}

function pathFailed(code: string, { label, written }: PathLimit, what: string): Failure {
  return {
    class: 'recipe',
    code,
    evidence: `${label}: ${JSON.stringify(written)} ${what}`,
    logs: [],
    hint: 'The path is relative to the root of the volume; if a pre-hook writes it, check where it writes.',
  }
}
