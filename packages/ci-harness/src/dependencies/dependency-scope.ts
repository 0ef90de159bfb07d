import type { RunContext } from '../run/run-context.js'
import { judged, type TierScope } from '../run/tier-scope.js'
import type { Failure } from '../verdict/failure.js'

/** The checks of a dependency's install: they are no tier's, and only the first that fails matters. */
export interface DependencyScope extends TierScope {
  readonly failure: Failure | undefined
}

export function dependencyScope({ signal }: Pick<RunContext, 'signal'>): DependencyScope {
  let first: Failure | undefined
  const check: TierScope['check'] = async (_name, work) => {
    signal.throwIfAborted()
    const failure = await judged(work, signal)
    first ??= failure
    return failure === undefined
  }
  return {
    check,
    assert: check,
    add: (_test, failure) => {
      first ??= failure
    },
    get passed() {
      return first === undefined
    },
    get failure() {
      return first
    },
  }
}
