import type { RungName } from '@cc-ci/contracts/ladder'
import type { StageResult, TierName } from '@cc-ci/contracts/run-result'
import { describe, expect, it } from 'vitest'
import type { RungEvidence } from './classify-rungs.js'
import { classify, stage, store } from './rung-evidence-fixture.js'

describe('the fact on the card', () => {
  const finding = { rule: 'R001', severity: 'error', message: 'x', file: 'compose.yml', line: 1, hint: '' } as const
  const timed = (name: TierName, seconds: number) => ({ stages: [stage(name, 'pass', seconds)] })
  const test = (status: StageResult['status']) => ({ ...stage('custom', status).tests[0], id: status }) as never

  it.each<[string, RungName, Partial<RungEvidence>]>([
    ['9.4 s', 'install', timed('install', 9.4)],
    ['9.4 s · kept app', 'install', { ...timed('install', 9.4), mode: 'quick' }],
    ['61 s', 'upgrade', timed('upgrade', 61.2)],
    ['61 s · data kept', 'upgrade', { ...timed('upgrade', 61.2), data: [store(3, null, { afterUpgrade: 3 })] }],
    ['failed', 'install', { stages: [stage('install', 'fail')] }],
    ['failed', 'backup_restore', { stages: [stage('backup', 'fail')], data: [store(3, null)] }],
    [
      'nothing is proven: no store that is saved came back whole',
      'backup_restore',
      { stages: [stage('backup', 'pass'), stage('restore', 'pass')], data: [store(3, 0, { backup: 'excluded' })] },
    ],
    [
      '3 of 3 back, saved partly',
      'backup_restore',
      {
        stages: [stage('backup', 'pass'), stage('restore', 'pass')],
        data: [store(6, 3, { unsaved: 3, backup: 'partly' })],
      },
    ],
    [
      '3 of 3 back, 1 unknown',
      'backup_restore',
      {
        stages: [stage('backup', 'pass'), stage('restore', 'pass')],
        data: [store(3, 3), store(0, null, { backup: 'unknown' })],
      },
    ],
    ['3 of 6 marks back', 'backup_restore', { stages: [stage('restore', 'fail')], data: [store(3, 3), store(3, 0)] }],
    [
      '3 of 3 marks back',
      'backup_restore',
      {
        stages: [stage('backup', 'pass'), stage('restore', 'pass')],
        data: [store(3, 3), store(3, 0, { backup: 'excluded' })],
      },
    ],
    [
      '1 of 2',
      'functional',
      { stages: [{ ...stage('custom', 'fail'), tests: [test('pass'), test('fail'), test('skip')] }] },
    ],
    ['clean', 'lint', { stages: [stage('lint', 'pass')] }],
    [
      '1 error',
      'lint',
      { stages: [stage('lint', 'fail')], lint: { errors: [finding], warnings: [finding], unverified: null } },
    ],
    [
      '2 warnings',
      'lint',
      { stages: [stage('lint', 'pass')], lint: { errors: [], warnings: [finding, finding], unverified: null } },
    ],
  ])('reads “%s” (%s)', (fact, rung, evidence) => {
    expect(classify({}, evidence).rungs[rung].fact).toBe(fact)
  })
})
