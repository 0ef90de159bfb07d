import type { RunContext } from '../run/run-context.js'
import type { TierScope } from '../run/tier-scope.js'
import { waitUntilServing } from '../serve/wait-until-serving.js'

/** The app must answer a real request over the proxy, and no service may have died while it got there. */
export function checkServing(context: RunContext, scope: TierScope): Promise<boolean> {
  const { settings, plan, signal, journal, watch, world } = context
  return scope.check(`The app answers at ${settings.healthPath}`, async () => {
    const outcome = await journal.phase('serve', () =>
      waitUntilServing(
        {
          domain: plan.domain,
          settings,
          signal,
          failureMeanwhile: () => watch.failureNow(),
          onWait: (waitingFor) =>
            journal.emit({ type: 'wait', what: 'the app to answer', waitingFor, budgetSeconds: settings.httpTimeout }),
        },
        world,
      ),
    )
    return outcome.serving ? undefined : outcome.failure
  })
}
