import { listExits } from './exits.js'
import type { ConvergenceFailure } from './failure.js'
import { findFailure } from './find-failure.js'
import { waitOfService } from './service-wait.js'
import { type ConvergenceView, type Expectation, ownTasks, shortName } from './view.js'

export type { Expectation } from './view.js'

export type Decision =
  /** `waitingFor` is for a person: "app: starting (health check), db 1/1"; `services` are the full names of those not done. */
  | { readonly kind: 'waiting'; readonly waitingFor: string; readonly services: readonly string[] }
  | { readonly kind: 'converged' }
  | { readonly kind: 'failed'; readonly failure: ConvergenceFailure }

/** Converged is N/N of what was asked for and no update in flight; the first reliable sign of failure ends the wait. */
export function decideConvergence(view: ConvergenceView, expectation: Expectation): Decision {
  const failure = findFailure(view, expectation)
  if (failure !== undefined) return { kind: 'failed', failure: inComposeWords(failure, view.stack) }
  if (view.services.length === 0) return { kind: 'waiting', waitingFor: 'no service yet', services: [] }
  const exits = listExits(view.events, ownTasks(view))
  const waits = view.services.map((service) => waitOfService(service, view, { expectation, exits }))
  const pending = waits.filter(({ done }) => !done)
  if (pending.length === 0) return { kind: 'converged' }
  return {
    kind: 'waiting',
    waitingFor: waits.map(({ text }) => text).join(', '),
    services: pending.map(({ service }) => service),
  }
}

/** A maintainer knows a service by the name it has in the compose file. */
function inComposeWords(failure: ConvergenceFailure, stack: string): ConvergenceFailure {
  if (failure.service === undefined) return failure
  const service = shortName(stack, failure.service)
  return { ...failure, service, evidence: `${service}: ${failure.evidence}` }
}
