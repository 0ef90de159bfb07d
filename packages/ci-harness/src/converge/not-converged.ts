import { isCcCiError } from '@cc-ci/kernel'
import type { TaskState } from '../ports/swarm.js'
import type { ConvergenceFailure } from './failure.js'
import { shortName } from './view.js'

/** A stack in which nothing happened for this long, or for half of its budget, is called dead. */
const deadAfterMs = 60_000

/** The wait ran out without any sign of failure. */
export interface SpentWait {
  readonly stack: string
  readonly budgetMs: number
  readonly stillForMs: number
  readonly waitingFor: string
  /** Full name of the first service that was not done. */
  readonly service: string | undefined
  readonly tasks: readonly TaskState[]
  /** Why the last look at the Swarm failed. */
  readonly trouble: Error | undefined
}

export function notConverged(wait: SpentWait): ConvergenceFailure {
  const { stack, service, trouble, budgetMs, stillForMs, waitingFor } = wait
  if (trouble !== undefined) return swarmSilent(trouble, waitingFor)
  const isDead = stillForMs >= Math.min(deadAfterMs, budgetMs / 2)
  const task = wait.tasks.findLast((candidate) => candidate.service === service && candidate.container !== undefined)
  const how = isDead ? `dead, nothing moved for ${seconds(stillForMs)}` : 'slow, still moving'
  return {
    class: 'app',
    code: 'NOT_CONVERGED',
    service: service === undefined ? undefined : shortName(stack, service),
    task: task?.id,
    container: task?.container,
    evidence: `not converged within ${seconds(budgetMs)} (${how}): ${waitingFor}`,
    hint: isDead
      ? 'See its log for what it waits for.'
      : 'If it only needs longer, raise deployTimeout in recipe.yaml.',
  }
}

function swarmSilent(trouble: Error, waitingFor: string): ConvergenceFailure {
  return {
    class: 'infra',
    code: isCcCiError(trouble) ? trouble.code : 'SWARM_UNREADABLE',
    service: undefined,
    task: undefined,
    container: undefined,
    evidence: `The Swarm could not be read at the end of the wait: ${trouble.message} Last seen: ${waitingFor}`,
    hint: isCcCiError(trouble) ? trouble.hint : undefined,
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
