import { serviceForDomain } from '../recipe/traefik-routes.js'
import type { RunContext } from '../run/run-context.js'
import type { TierScope } from '../run/tier-scope.js'
import { waitUntilServing } from '../serve/wait-until-serving.js'
import type { Failure } from '../verdict/failure.js'

/** The app must answer a real request over the proxy, and no service may have died while it got there. */
export function checkServing(context: RunContext, scope: TierScope): Promise<boolean> {
  const { settings, plan, signal, journal, watch, world } = context
  return scope.assert(`The app answers at ${settings.healthPath}`, async () => {
    const nobody = await findNobodyToAnswer(context)
    if (nobody !== undefined) return nobody
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
    // The service that should have answered is the one whose logs a reader needs.
    return outcome.serving ? undefined : { service: routedService(context), ...outcome.failure }
  })
}

/** A routed service that asks for no task can never answer: there is nothing to wait for. */
async function findNobodyToAnswer(context: RunContext): Promise<Failure | undefined> {
  const { plan, world } = context
  const service = routedService(context)
  if (service === undefined) return undefined
  const services = await world.swarm.services(plan.stack)
  if (services.find(({ name }) => name === `${plan.stack}_${service}`)?.desired !== 0) return undefined
  return {
    class: 'recipe',
    code: 'NOT_SERVING',
    service,
    evidence: `${service}, which ${plan.domain} is routed to, asks for no task (replicas: 0): nobody can answer.`,
    hint: 'Give the routed service at least one replica.',
  }
}

function routedService({ app, plan }: RunContext): string | undefined {
  return app && serviceForDomain(app.document, plan.domain)?.service
}
