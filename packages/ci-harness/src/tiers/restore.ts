import { seedBefore } from '../hooks/call-hook.js'
import { restoreApp } from '../run/back-up-app.js'
import type { OpenedStores } from '../run/opened-stores.js'
import type { RunContext } from '../run/run-context.js'
import { runTier } from '../run/tier-scope.js'
import { waitUntilConverged } from '../run/wait-until-converged.js'
import { checkServing } from './check-serving.js'
import { checkStillRunning, observeFrom } from './check-still-running.js'
import { checkRestoredData } from './check-stores.js'
import { runLifecycleTests } from './run-overlay-tests.js'

const settleSeconds = 300

/** Wipes what was seeded, restores this run's snapshot (never the newest, B-05), and counts what came back. */
export function runRestoreTier(
  context: RunContext,
  { stores, snapshotId }: { stores: OpenedStores; snapshotId: string },
): Promise<boolean> {
  const { journal, record } = context
  return runTier(context, 'restore', async (scope) => {
    if (!(await seedBefore(context, scope, 'restore'))) return
    const wiped = await scope.check('The seeded data is gone before the restore', async () => {
      await journal.phase('wipe data', () => stores.ledger.wipeAll())
      return undefined
    })
    if (!wiped) return
    const done = await scope.check('The restore runs to its end', async () => {
      const outcome = await journal.phase('restore backup', () => restoreApp(context, stores, snapshotId))
      if (outcome.kind === 'failed') return outcome.failure
      record.resources = { ...record.resources, restoreSeconds: outcome.seconds }
      return undefined
    })
    if (!done) return
    const settled = await scope.check('Every service runs after the restore', () =>
      waitUntilConverged(context, { expectation: { kind: 'settled' }, phase: 'settle', seconds: settleSeconds }),
    )
    if (!settled) return
    const restored = await observeFrom(context)
    if (!(await checkServing(context, scope))) return
    context.screenshots.take('restored')
    await checkRestoredData(context, scope, stores)
    await checkStillRunning(context, scope, { from: restored, prove: false })
    await runLifecycleTests(context, scope, 'restore')
  })
}
