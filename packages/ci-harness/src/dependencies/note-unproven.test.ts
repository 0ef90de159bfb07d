import type { TierName } from '@cc-ci/contracts/run-result'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../verdict/failure.js'
import type { DependencyState } from './dependency-state.js'
import { noteUnproven } from './note-unproven.js'

const keycloak: DependencyState = {
  ...{ recipe: 'keycloak', version: '10.7.1+26.4.0', domain: 'keyc-0a1b2c.ci.test', provider: 'keycloak' },
  ...{ status: 'ready', deployed: true, credentials: {}, failure: undefined, seconds: 5 },
}

interface Run {
  readonly dependencies?: DependencyState[]
  readonly tiers?: readonly TierName[]
  readonly proved?: boolean
  readonly failures?: { tier: TierName | null; failure: Failure }[]
}

function noted({ dependencies = [keycloak], tiers = ['install', 'custom'], proved = false, failures = [] }: Run) {
  const record = { provedDependencies: proved, failures: [...failures], notes: [] as string[] }
  noteUnproven({ dependencies, record, plan: { tiers } })
  return { codes: record.failures.map(({ failure }) => failure.code), notes: record.notes }
}

describe('V-01: a declared dependency', () => {
  it('is unproven when it came up and no test that needs it passed', () => {
    expect(noted({})).toEqual({ codes: ['DEPENDENCY_UNPROVEN'], notes: [] })
  })

  it('is proven by a test that needs it', () => {
    expect(noted({ proved: true })).toEqual({ codes: [], notes: [] })
  })

  it('is not held against a run whose operator left the custom tests out, which is said', () => {
    expect(noted({ tiers: ['install'] })).toEqual({
      ...{ codes: [], notes: ['Nothing shows that the app works with keycloak: the custom tier was not asked for.'] },
    })
  })

  it('is not held against a run twice: the failure that kept the tests from running is enough', () => {
    const failure: Failure = { class: 'infra', code: 'DEPENDENCY_NOT_READY', evidence: 'It did not come up.' }

    expect(noted({ failures: [{ tier: null, failure }] }).codes).toEqual(['DEPENDENCY_NOT_READY'])
  })
})

it('a recipe without dependencies has nothing to prove', () => {
  expect(noted({ dependencies: [] })).toEqual({ codes: [], notes: [] })
})
