import type { FaultClass } from '@cc-ci/contracts/run-result'

/** Why a stack will not come up, by the first reliable sign. */
export interface ConvergenceFailure {
  readonly class: FaultClass
  readonly code: string
  /** Undefined when no single service is to blame. */
  readonly service: string | undefined
  readonly task: string | undefined
  readonly container: string | undefined
  /** One sentence: the thing, its state, with Docker's own words. */
  readonly evidence: string
  readonly hint: string | undefined
}

/** What a task's error text or an event means, before it is known whom it struck. */
export interface Cause {
  readonly class: FaultClass
  readonly code: string
  readonly hint: string | undefined
}

/** A cause and where it struck. */
export function failureOf(
  cause: Cause,
  where: { service: string; task: string | undefined; container: string | undefined },
  evidence: string,
): ConvergenceFailure {
  return { ...cause, service: where.service, task: where.task, container: where.container, evidence }
}
