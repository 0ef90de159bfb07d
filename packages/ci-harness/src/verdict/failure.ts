import type { FaultClass } from '@cc-ci/contracts/run-result'

/** Why a check failed, as data: who is at fault, what happened, and the proof. */
export interface Failure {
  readonly class: FaultClass
  /** Stable UPPER_SNAKE name, such as CRASH_LOOP. */
  readonly code: string
  /** The compose name of the service, when one service is to blame. */
  readonly service?: string | undefined
  /** Id of the task that failed, how its container ended, and whether for want of memory; undefined is unknown. */
  readonly task?: string | undefined
  readonly exitCode?: number | undefined
  readonly oomKilled?: boolean | undefined
  /** One sentence: the thing, its state. */
  readonly evidence: string
  /** Last lines the service printed, oldest first. */
  readonly logs?: readonly string[] | undefined
  /** Why the service that failed has no logs. */
  readonly noLogs?: string | undefined
  /** Where it is to be mended, `<file>:<line>` or a file, when the check that failed knows. */
  readonly place?: string | undefined
  /** What a maintainer should do about it. */
  readonly hint?: string | undefined
}

/** Infra and harness faults mean that the run could not judge; they never count against the recipe. */
export function couldNotJudge(failure: Failure): boolean {
  return failure.class === 'infra' || failure.class === 'harness'
}

const ofDependency = ['DEPENDENCY_NOT_READY', 'DEPENDENCY_ENRICHMENT_FAILED']

/** What a dependency did wrong: no fault of the recipe, and yet the run is red, since what it declares is not proven. */
export function isOfDependency({ code }: Failure): boolean {
  return ofDependency.includes(code)
}
