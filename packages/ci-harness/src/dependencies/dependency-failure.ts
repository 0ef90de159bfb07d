import type { CcCiError } from '@cc-ci/kernel'
import { couldNotJudge, type Failure, isOfDependency } from '../verdict/failure.js'

/** It runs, and could not be asked for what the app needs. */
export function enrichmentFailure(service: string, { message }: CcCiError): Failure {
  return {
    class: 'infra',
    code: 'DEPENDENCY_ENRICHMENT_FAILED',
    service,
    evidence: `it runs, but the app could not be registered in it: ${message}`,
    hint: 'See what it logged, and whether its version still has the admin API that cc-ci asks.',
  }
}

/**
 * What kept a dependency from being ready, as a failure of the run: never one of the app's recipe, which is not to
 * blame. What this host lacks keeps its own code, so that the run is repeated like any other.
 */
export function blameDependency(recipe: string, { place: _place, ...failure }: Failure): Failure {
  const { service, code, evidence } = failure
  const of = { ...failure, service: service && `${recipe}/${service}` }
  if (isOfDependency(failure) || couldNotJudge(failure))
    return { ...of, evidence: `The dependency ${recipe}: ${evidence}` }
  return {
    ...of,
    class: 'infra',
    code: 'DEPENDENCY_NOT_READY',
    evidence: `The dependency ${recipe} did not come up (${code}): ${evidence}`,
    hint: `Mend ${recipe}, whose own test says more: cc-ci test ${recipe}`,
  }
}
