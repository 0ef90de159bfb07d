import type { FaultClass, StageResult, TierName } from '@cc-ci/contracts/run-result'
import { describe, expect, it } from 'vitest'
import { drawVerdict, type VerdictEvidence } from './draw-verdict.js'

const stage = (name: TierName, status: StageResult['status']): StageResult => ({ name, status, seconds: 1, tests: [] })
const failure = (faultClass: FaultClass, evidence = `a fault of class ${faultClass}`) => ({
  class: faultClass,
  code: 'X',
  evidence,
})

const good: VerdictEvidence = {
  stages: [stage('install', 'pass'), stage('custom', 'pass'), stage('lint', 'pass')],
  failures: [],
  deploys: { count: 1, expected: 1 },
  leftovers: [],
  leaked: false,
  depsNotReady: [],
  stopped: null,
}

describe('green', () => {
  it.each<[string, Partial<VerdictEvidence>]>([
    ['all passed', {}],
    ['lint failed: it costs level 5 and nothing else', { stages: [stage('install', 'pass'), stage('lint', 'fail')] }],
    ['a tier was skipped', { stages: [stage('install', 'pass'), stage('custom', 'skip')] }],
  ])('when %s', (_, evidence) => {
    expect(drawVerdict({ ...good, ...evidence })).toEqual({ verdict: 'green', reasons: [] })
  })
})

describe('red', () => {
  const failedUpgrade = [stage('install', 'pass'), stage('upgrade', 'fail')]

  it.each<[string, Partial<VerdictEvidence>, string]>([
    ['a tier failed', { stages: failedUpgrade, failures: [failure('recipe')] }, 'the upgrade tier failed'],
    ['no tier ran', { stages: [] }, 'no tier ran'],
    ['only lint ran', { stages: [stage('lint', 'pass')] }, 'no tier ran'],
    ['the app was deployed twice', { deploys: { count: 2, expected: 1 } }, 'the app was deployed 2 times, expected 1'],
    [
      'it was never deployed, yet nothing failed',
      { deploys: { count: 0, expected: 1 } },
      'the app was deployed 0 times, expected 1',
    ],
    ['teardown left something', { leftovers: ['volume a', 'secret b'] }, 'teardown left volume a, secret b'],
    ['a secret leaked', { leaked: true }, 'a secret value was found in what the run wrote'],
    [
      'a dependency is not ready',
      { depsNotReady: ['The dependency keycloak did not come up'] },
      'The dependency keycloak did not come up',
    ],
    ['the recipe is at fault outside of a tier', { failures: [failure('app', 'it broke')] }, 'it broke'],
  ])('when %s', (_, evidence, reason) => {
    expect(drawVerdict({ ...good, ...evidence })).toEqual({ verdict: 'red', reasons: [reason] })
  })

  it('gives every reason', () => {
    const { reasons } = drawVerdict({ ...good, stages: failedUpgrade, leftovers: ['volume a'], leaked: true })
    expect(reasons).toHaveLength(3)
  })

  it.each<[string, Partial<VerdictEvidence>]>([
    ['a real failure', { failures: [failure('infra'), failure('recipe')] }],
    ['a leftover', { failures: [failure('infra')], leftovers: ['volume a'] }],
    ['a leak', { failures: [failure('harness')], leaked: true }],
  ])('is not hidden by an infra fault: %s', (_, evidence) => {
    expect(drawVerdict({ ...good, ...evidence }).verdict).toBe('red')
  })
})

describe('V-17: error, which says nothing about the recipe', () => {
  it.each(['infra', 'harness'] as const)('when the fault is of class %s', (faultClass) => {
    const evidence = { stages: [stage('install', 'error')], failures: [failure(faultClass)] }
    const short = { ...evidence, deploys: { count: 0, expected: 1 } }

    expect(drawVerdict({ ...good, ...short })).toEqual({
      verdict: 'error',
      reasons: [`a fault of class ${faultClass}`],
    })
  })

  it('also when the run could not judge before any tier began', () => {
    expect(drawVerdict({ ...good, stages: [], failures: [failure('infra')] }).verdict).toBe('error')
  })

  it.each(['deadline', 'cancelled'] as const)('when the run was stopped: %s', (stopped) => {
    const stages = [stage('install', 'fail')]
    expect(drawVerdict({ ...good, stages, stopped })).toEqual({
      verdict: 'error',
      reasons: [`the run was stopped: ${stopped}`],
    })
  })
})
