import { createBackup } from '../backup/create-backup.js'
import { restoreBackup } from '../backup/restore-backup.js'
import type { Failure } from '../verdict/failure.js'
import type { OpenedStores } from './opened-stores.js'
import { refusalAsFailure } from './refusal-as-failure.js'
import type { RunContext } from './run-context.js'

type Outcome<Done> = ({ readonly kind: 'done' } & Done) | { readonly kind: 'failed'; readonly failure: Failure }

/** Takes this run's snapshot, with the engine's own backups if it has some; `bytes` is undefined where nobody says. */
export async function backUpApp(
  { engine, plan, folder, world }: RunContext,
  { plan: backup, companion }: OpenedStores,
): Promise<Outcome<{ readonly snapshotId: string; readonly bytes: number | undefined }>> {
  if (engine.backups === undefined)
    return createBackup({ stack: plan.stack, plan: backup, runId: folder.runId, companion }, world)
  const answer = await engine.backups.create()
  if (answer.ok) return { kind: 'done', snapshotId: answer.snapshotId, bytes: undefined }
  const hint = 'Look at the backupbot labels of the recipe and at what its hooks print.'
  const failure = refusalAsFailure(answer, { code: 'BACKUP_FAILED', words: 'The backup failed', hint })
  return { kind: 'failed', failure }
}

/** Puts back this run's snapshot, the way it was taken. */
export async function restoreApp(
  { engine, plan, world }: RunContext,
  { plan: backup, companion }: OpenedStores,
  snapshotId: string,
): Promise<Outcome<{ readonly seconds: number }>> {
  if (engine.backups === undefined)
    return restoreBackup({ stack: plan.stack, plan: backup, snapshotId, companion }, world)
  const begun = world.clock.monotonic()
  const answer = await engine.backups.restore(snapshotId)
  if (answer.ok) return { kind: 'done', seconds: (world.clock.monotonic() - begun) / 1000 }
  const hint = 'Look at the backupbot.restore labels of the recipe and at what its hooks print.'
  const failure = refusalAsFailure(answer, { code: 'RESTORE_FAILED', words: 'The restore failed', hint })
  return { kind: 'failed', failure }
}
