import type { TestFile } from '../overlays/find-overlays.js'
import type { RunContext } from '../run/run-context.js'
import { runTier } from '../run/tier-scope.js'
import { checkServing } from './check-serving.js'
import { checkStillRunning, observeFrom } from './check-still-running.js'
import { runOverlayTests } from './run-overlay-tests.js'

/** Runs the custom tests against the one deployment; afterwards every service must still run. */
export function runCustomTier(context: RunContext, files: readonly TestFile[]): Promise<boolean> {
  return runTier(context, 'custom', async (scope) => {
    const before = await observeFrom(context)
    await runOverlayTests(context, scope, { tier: 'custom', files })
    // A test that stopped the app would otherwise be seen only if Swarm noticed within the same moment.
    if (!(await checkServing(context, scope))) return
    await checkStillRunning(context, scope, { from: before, prove: false })
  })
}
