import { createBackup } from '../backup/create-backup.js'
import { openStores } from '../run/open-stores.js'
import type { PreparedApp } from '../run/prepare-app.js'
import type { RunContext } from '../run/run-context.js'
import { runTier } from '../run/tier-scope.js'
import { waitUntilConverged } from '../run/wait-until-converged.js'
import { checkSeeding } from './check-stores.js'

const settleSeconds = 300
const mebibyte = 1024 * 1024

/** Waits until nothing moves (B-01), then takes this run's snapshot as the recipe's labels say. */
export function runBackupTier(context: RunContext, app: PreparedApp): Promise<boolean> {
  const { journal, record, world, folder } = context
  return runTier(context, 'backup', async (scope) => {
    const settled = await scope.check('The services are settled before the backup', () =>
      waitUntilConverged(context, { expectation: { kind: 'settled' }, phase: 'settle', seconds: settleSeconds }),
    )
    if (!settled) return
    const stores = await checkSeeding(scope, () => openStores(context, app))
    if (stores === undefined) return
    context.stores = stores
    await scope.check('A snapshot of this run exists and holds what the labels promise', async () => {
      const stack = context.plan.stack
      const outcome = await journal.phase('create backup', () =>
        createBackup({ stack, plan: stores.plan, runId: folder.runId, companion: stores.companion }, world),
      )
      if (outcome.kind === 'failed') return outcome.failure
      context.snapshotId = outcome.snapshotId
      record.resources = { ...record.resources, backupMb: Math.round((outcome.bytes / mebibyte) * 100) / 100 }
      return undefined
    })
  })
}
