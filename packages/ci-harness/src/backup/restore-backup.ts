import { CcCiError } from '@cc-ci/kernel'
import type { BackupPlan } from '../recipe/backup-labels.js'
import type { Failure } from '../verdict/failure.js'
import type { BackupCompanion } from './backup-companion.js'
import { restoreHooks } from './plan-hooks.js'
import { lastLineOf, runRestic } from './restic-repository.js'
import { runHooks } from './run-hooks.js'
import type { BackupWorld } from './running-container.js'
import { resticFailed, storageFailure } from './storage-failure.js'

export interface RestoreRequest {
  readonly stack: string
  readonly plan: BackupPlan
  /** The snapshot that this run took. */
  readonly snapshotId: string
  readonly companion: BackupCompanion
}

export type RestoreOutcome =
  | { readonly kind: 'done'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** Puts back what one snapshot holds: pre-hooks, restic, post-hooks; the first failure ends it. */
export async function restoreBackup(request: RestoreRequest, world: BackupWorld): Promise<RestoreOutcome> {
  const { stack, plan, snapshotId, companion } = request
  checkSnapshotId(snapshotId)
  const started = world.clock.monotonic()
  const failure =
    (await runHooks(stack, restoreHooks(plan, 'pre'), world)) ??
    (await restoreSnapshot(snapshotId, companion)) ??
    (await runHooks(stack, restoreHooks(plan, 'post'), world))
  if (failure !== undefined) return { kind: 'failed', failure }
  return { kind: 'done', seconds: (world.clock.monotonic() - started) / 1000 }
}

/** B-05: never `latest`; another run's snapshot of the same stack would restore too, and prove nothing. */
export function checkSnapshotId(snapshotId: string): void {
  if (/^[0-9a-f]{8,64}$/.test(snapshotId)) return
  throw new CcCiError('SNAPSHOT_ID_INVALID', `${JSON.stringify(snapshotId)} is not the id of a snapshot.`, {
    hint: 'Pass the id that the backup of this run gave back.',
    exitCode: 2,
  })
}

async function restoreSnapshot(snapshotId: string, companion: BackupCompanion): Promise<Failure | undefined> {
  try {
    const result = await runRestic(companion, ['restore', snapshotId, '--target', '/'])
    if (result.exitCode === 0) return undefined
    return resticFailed(`restic restore ended with exit code ${result.exitCode}: ${lastLineOf(result)}`)
  } catch (error) {
    return storageFailure(error)
  }
}
