import type { Mark } from '../converge/stack-watch.js'
import type { RunContext } from '../run/run-context.js'
import type { TierScope } from '../run/tier-scope.js'
import { waitUntilConverged } from '../run/wait-until-converged.js'

const settleSeconds = 60

/**
 * Every service must still run, and one that ended since the mark must have come back to stay: a service without a
 * health check counts as running for the blink between two crashes.
 */
export function checkStillRunning(context: RunContext, scope: TierScope, since: Mark): Promise<boolean> {
  return scope.check('Every service still runs', async () => {
    const exits = await context.watch.exitsSince(since)
    for (const { service, exitCode } of exits) {
      context.record.notes.push(
        `${service.slice(context.plan.stack.length + 1)} ended with exit code ${exitCode} by itself.`,
      )
    }
    return waitUntilConverged(context, {
      expectation: { kind: 'settled' },
      phase: 'settle',
      seconds: settleSeconds,
      ...(exits.length > 0 && { since }),
    })
  })
}
