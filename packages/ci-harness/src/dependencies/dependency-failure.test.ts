import { CcCiError } from '@cc-ci/kernel'
import { expect, it } from 'vitest'
import type { Failure } from '../verdict/failure.js'
import { blameDependency, enrichmentFailure } from './dependency-failure.js'

it('what a dependency does wrong is never held against the recipe, and its place is none of the recipe’s', () => {
  const failure: Failure = {
    ...{ class: 'recipe', code: 'CRASH_LOOP', service: 'app', evidence: 'app: exited 3 times with code 3' },
    ...{ place: 'compose.yml:5', hint: 'mend compose.yml', logs: ['no database'] },
  }

  expect(blameDependency('keycloak', failure)).toEqual({
    ...{ class: 'infra', code: 'DEPENDENCY_NOT_READY', service: 'keycloak/app', logs: ['no database'] },
    evidence: 'The dependency keycloak did not come up (CRASH_LOOP): app: exited 3 times with code 3',
    hint: 'Mend keycloak, whose own test says more: cc-ci test keycloak',
  })
})

it('what this host lacks for a dependency keeps its own code, so that the run is repeated', () => {
  const failure: Failure = { class: 'infra', code: 'REGISTRY_UNREACHABLE', evidence: 'No answer.', hint: 'Look.' }

  expect(blameDependency('keycloak', failure)).toMatchObject({
    ...{ class: 'infra', code: 'REGISTRY_UNREACHABLE', evidence: 'The dependency keycloak: No answer.', hint: 'Look.' },
  })
})

it('H-10: a dependency that cannot be asked is told apart from one that does not come up', () => {
  const failure = enrichmentFailure('app', new CcCiError('DEPENDENCY_ENRICHMENT_FAILED', 'HTTP 401.'))

  expect(blameDependency('keycloak', failure)).toMatchObject({
    ...{ class: 'infra', code: 'DEPENDENCY_ENRICHMENT_FAILED', service: 'keycloak/app' },
    evidence: 'The dependency keycloak: it runs, but the app could not be registered in it: HTTP 401.',
  })
})
