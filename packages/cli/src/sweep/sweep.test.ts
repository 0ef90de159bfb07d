import type { Promotion, SweepStep } from '@cc-ci/ci-harness'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { CcCiError } from '@cc-ci/kernel'
import { expect, it } from 'vitest'
import type { RunOutcome } from '../run-all.js'
import { formatSweep } from './format-sweep.js'
import { reportSweep, type Swept } from './report-sweep.js'

const version = '1.0.0+1'
const commit = 'a'.repeat(40)
const decided = (recipe: string, decision: Extract<SweepStep, { decision: unknown }>['decision']): SweepStep => ({
  ...{ recipe, decision, canonical: undefined, tags: [] },
})
const run = (recipe: string) => decided(recipe, { kind: 'run', version, commit, reason: 'never green' })
const skip = (recipe: string, why: 'no-new-version' | 'already-swept') =>
  decided(recipe, { kind: 'skip', why, version, reason: 'because' })
const ran = (recipe: string, verdict: 'green' | 'red'): RunOutcome => ({
  ok: true,
  result: { ...exampleRunResult(), recipe, verdict, stopped: null, runId: '7' },
  folder: '/runs/7',
})
const kept: Promotion = { promote: true, version, commit }
const left: Promotion = { promote: false, reason: 'the run was red' }
const nothing: Swept = { steps: [], outcomes: [], promotions: new Map(), before: [] }
const explain = (error: unknown) => error as CcCiError

it('tells of each recipe what came of it, and why', () => {
  const { document, exitCode } = reportSweep(
    {
      steps: [run('wiki'), run('blog'), skip('static', 'no-new-version')],
      outcomes: [ran('wiki', 'green'), ran('blog', 'red')],
      promotions: new Map<string, Promotion>([
        ['wiki', kept],
        ['blog', left],
      ]),
      before: [],
    },
    explain,
  )

  expect(exitCode).toBe(1)
  expect(document.recipes.map(({ promoted }) => promoted)).toEqual([true, false, false])
  expect(formatSweep(document.recipes)).toBe(
    [
      'wiki    green           1.0.0+1  now its last green release (run 7)',
      'blog    red             1.0.0+1  the run was red (run 7)',
      'static  no-new-version  1.0.0+1  because',
    ].join('\n'),
  )
})

it('K-15: has not done all when the app of a green release could not be kept', () => {
  const promotions = new Map([['wiki', { ...kept, notKept: 'it does not answer' }]])
  const { document, exitCode } = reportSweep(
    { ...nothing, steps: [run('wiki')], outcomes: [ran('wiki', 'green')], promotions },
    explain,
  )

  expect(exitCode).toBe(3)
  expect(document.recipes).toMatchObject([
    {
      outcome: 'green',
      promoted: true,
      reason: 'now its last green release, but no app of it is kept: it does not answer',
    },
  ])
})

it('D-04: stays red when a recipe was red before the interruption', () => {
  const before = [{ recipe: 'blog', version, commit, runId: '6', exitCode: 1 as const }]
  const report = reportSweep({ ...nothing, steps: [skip('blog', 'already-swept')], before }, explain)

  expect(report.exitCode).toBe(1)
  expect(report.document.recipes).toMatchObject([{ outcome: 'already-swept', runId: '6', exitCode: 1 }])
})

it('could not judge, when a recipe could not be looked up or tested', () => {
  const error = new CcCiError('GIT_REMOTE_UNREACHABLE', 'No answer.', { hint: 'Wait.' })
  const report = reportSweep(
    {
      ...nothing,
      steps: [{ recipe: 'wiki', error }, run('blog')],
      outcomes: [{ ok: false, recipe: 'blog', error: new CcCiError('RUN_CANCELLED', 'Stopped.', { exitCode: 143 }) }],
    },
    explain,
  )

  expect(report.exitCode).toBe(143)
  expect(report.document.recipes).toMatchObject([
    { recipe: 'wiki', outcome: 'error', version: null, reason: 'No answer.', exitCode: 3 },
    { recipe: 'blog', outcome: 'error', version, reason: 'Stopped.', exitCode: 143 },
  ])
  expect(report.document.errors?.map(({ code }) => code)).toEqual(['GIT_REMOTE_UNREACHABLE', 'RUN_CANCELLED'])
})

it('only plans, where nothing was run', () => {
  const { document, exitCode } = reportSweep({ ...nothing, steps: [run('wiki')] }, explain)

  expect(formatSweep(document.recipes)).toBe('wiki  run  1.0.0+1  never green')
  expect(exitCode).toBe(0)
})
