import { seedBefore, verifyBackup } from '../hooks/call-hook.js'
import { backUpApp } from '../run/back-up-app.js'
import { openStores } from '../run/open-stores.js'
import type { OpenedStores } from '../run/opened-stores.js'
import type { PreparedApp } from '../run/prepare-app.js'
import type { RunContext } from '../run/run-context.js'
import { runTier } from '../run/tier-scope.js'
import { waitUntilConverged } from '../run/wait-until-converged.js'
import type { Failure } from '../verdict/failure.js'
import { checkSeeding } from './check-stores.js'
import { runLifecycleTests } from './run-overlay-tests.js'

const settleSeconds = 300
const mostBackups = 3
const mebibyte = 1024 * 1024

/** Waits until nothing moves (B-01), then takes this run's snapshot as the recipe's labels say. */
export function runBackupTier(context: RunContext, app: PreparedApp): Promise<boolean> {
  return runTier(context, 'backup', async (scope) => {
    const settled = await scope.check('The services are settled before the backup', () =>
      waitUntilConverged(context, { expectation: { kind: 'settled' }, phase: 'settle', seconds: settleSeconds }),
    )
    if (!settled) return
    const stores = await checkSeeding(scope, () => openStores(context, app))
    if (stores === undefined) return
    context.stores = stores
    if (!(await seedBefore(context, scope, 'backup'))) return
    const taken = await scope.check('A snapshot of this run exists and holds what the labels promise', () =>
      takeBackup(context, stores),
    )
    const { snapshotId } = context
    if (!taken || snapshotId === undefined) return
    context.opState = { ...context.opState, backup: { snapshot_id: snapshotId } }
    await runLifecycleTests(context, scope, 'backup')
  })
}

/** B-03: a backup that the recipe's own check finds incomplete is taken again as a whole, three times in all. */
async function takeBackup(context: RunContext, stores: OpenedStores): Promise<Failure | undefined> {
  const { journal, record } = context
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await journal.phase('create backup', () => backUpApp(context, stores))
    if (outcome.kind === 'failed') return outcome.failure
    context.snapshotId = outcome.snapshotId
    if (outcome.bytes !== undefined)
      record.resources = { ...record.resources, backupMb: Math.round((outcome.bytes / mebibyte) * 100) / 100 }
    const { complete, why } = await verifyBackup(context)
    if (complete) return undefined
    journal.note(`Backup ${attempt} of ${mostBackups} is incomplete: ${why}`, 'warning')
    // Nothing is restored from a backup that is known to be incomplete.
    context.snapshotId = undefined
    if (attempt === mostBackups) return backupIncomplete(why)
  }
}

const backupIncomplete = (why: string): Failure => ({
  class: 'recipe',
  code: 'BACKUP_INCOMPLETE',
  evidence: `${mostBackups} backups were incomplete, says backupVerify: ${why}`,
  hint: 'Look at the backup hooks of the recipe: a dump that is cut off ends with exit code 0 in a pipe.',
})
