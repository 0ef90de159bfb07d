import { describe, expect, it } from 'vitest'
import { markFlaky, retryAfter } from './retry.js'
import type { Fault, FaultClass, RunResult } from './run-result.js'
import { exampleRunResult, exampleStage } from './testing/example-run-result.js'

const fault = (faultClass: FaultClass): Fault => ({
  ...{ class: faultClass, code: 'PULL_LIMITED', tier: 'install', service: null, evidence: 'The limit was hit.' },
  ...{ hint: null, task: null, exitCode: null, oomKilled: null, logs: [], noLogs: null },
})
const ended = (overrides: Partial<RunResult>): RunResult => exampleRunResult({ runId: '7', ...overrides })
const retry = { attempt: 2, retryOf: '7', code: 'PULL_LIMITED', evidence: 'The limit was hit.' }

describe('V-17: a run is repeated once', () => {
  it('when an infra fault kept it from judging', () => {
    expect(retryAfter(ended({ verdict: 'error', fault: fault('infra') }))).toEqual(retry)
  })

  it.each<[string, Partial<RunResult>]>([
    ['a green run', { verdict: 'green' }],
    ['a recipe fault', { verdict: 'red', fault: fault('recipe') }],
    ['an app fault', { verdict: 'red', fault: fault('app') }],
    ['a harness fault', { verdict: 'error', fault: fault('harness') }],
    ['an infra fault beside which the run was red', { verdict: 'red', fault: fault('infra') }],
    ['a cancelled run', { verdict: 'error', fault: fault('infra'), stopped: 'cancelled' }],
    ['a run past its deadline', { verdict: 'error', fault: fault('infra'), stopped: 'deadline' }],
    ['an error without a fault', { verdict: 'error', fault: null }],
    ['a fault that only an operator ends', { verdict: 'error', fault: { ...fault('infra'), code: 'NAME_TAKEN' } }],
    ['a repetition', { verdict: 'error', fault: fault('infra'), retry }],
  ])('but never after %s', (_, overrides) => {
    expect(retryAfter(ended(overrides))).toBeUndefined()
  })
})

describe('what passes only in the repetition', () => {
  const first = {
    stages: [
      exampleStage('install', 1, [
        ['images', 'error', 'toomanyrequests'],
        ['answers', 'fail', 'HTTP 502'],
        ['tidy', 'pass'],
      ]),
    ],
  }
  const second = (...statuses: ('pass' | 'fail')[]) => [
    exampleStage('install', 1, [
      ['images', statuses[0] ?? 'pass', 'said now'],
      ['answers', statuses[1] ?? 'pass'],
      ['tidy', 'pass'],
    ]),
    exampleStage('custom', 1, [['saves', 'pass']]),
  ]
  const flakyOf = (stages: ReturnType<typeof markFlaky>) =>
    stages.flatMap(({ tests }) => tests.filter(({ flaky }) => flaky).map(({ name, message }) => `${name}: ${message}`))

  it('V-14: is marked flaky and keeps what was said the first time', () => {
    expect(flakyOf(markFlaky(second(), first))).toEqual([
      'images: the first time: toomanyrequests',
      'answers: the first time: HTTP 502',
    ])
  })

  it('is not marked when it fails again, and what it says now stays', () => {
    const [install] = markFlaky(second('fail'), first)

    expect(flakyOf(markFlaky(second('fail'), first))).toEqual(['answers: the first time: HTTP 502'])
    expect(install?.tests[0]).toMatchObject({ status: 'fail', message: 'said now', flaky: false })
  })

  it('is the tier itself where the first run broke off outside of any test', () => {
    const broken = {
      stages: [exampleStage('custom', 1, [['The custom tier runs to its end', 'error', 'Docker left']])],
    }
    const end = 'The custom tier runs to its end: the first time: Docker left'

    expect(flakyOf(markFlaky(second(), broken))).toEqual([end])
    expect(flakyOf(markFlaky([exampleStage('custom', 1, [['saves', 'fail']])], broken))).toEqual([])
  })
})
