import type { Expectation } from '../converge/view.js'
import type { Failure } from '../verdict/failure.js'
import { nameMissingDriver } from '../verdict/name-missing-driver.js'
import type { RunContext } from './run-context.js'

export interface ConvergeRequest {
  readonly expectation: Expectation
  /** What the wait is called in the run's timings. */
  readonly phase: string
  readonly seconds: number
}

/** Waits until the stack is what was asked for; undefined then, else the first reliable sign of failure. */
export async function waitUntilConverged(
  context: RunContext,
  { expectation, phase, seconds }: ConvergeRequest,
): Promise<Failure | undefined> {
  const { watch, signal, journal } = context
  const outcome = await journal.phase(phase, () =>
    watch.waitUntilConverged({
      expectation,
      budgetMs: seconds * 1000,
      signal,
      onWait: (waitingFor) => journal.emit({ type: 'wait', what: 'the services', waitingFor, budgetSeconds: seconds }),
    }),
  )
  return outcome.kind === 'failed' ? nameMissingDriver(outcome.failure, context.app?.document) : undefined
}
