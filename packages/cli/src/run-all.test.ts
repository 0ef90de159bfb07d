import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { CcCiError } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'
import { reportRuns } from './report-runs.js'
import { runAll } from './run-all.js'

const request = (recipe: string) => ({ recipe, runsDir: '/runs' })
const explain = (error: unknown): CcCiError => error as CcCiError

describe('running several recipes', () => {
  it.each([1, 2, 9])('keeps their order and never runs more than %d at once', async (jobs) => {
    let now = 0
    let most = 0
    const outcomes = await runAll(['a', 'b', 'c', 'd'].map(request), jobs, async ({ recipe }) => {
      now += 1
      most = Math.max(most, now)
      await new Promise(setImmediate)
      now -= 1
      return exampleRunResult({ runId: recipe })
    })

    expect(outcomes.map((each) => each.ok && each.folder)).toEqual(['/runs/a', '/runs/b', '/runs/c', '/runs/d'])
    expect(most).toBe(Math.min(jobs, 4))
  })

  it('loses no result to a recipe that cannot be tested', async () => {
    const outcomes = await runAll(['a', 'bad', 'c'].map(request), 1, async ({ recipe }) => {
      if (recipe === 'bad') throw new CcCiError('BAD', 'bad')
      return exampleRunResult({ runId: recipe })
    })

    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true])
  })
})

describe('the report', () => {
  const of = (overrides: Partial<RunResult>) =>
    ({ ok: true, result: exampleRunResult(overrides), folder: '/r' }) as const
  const green = of({ verdict: 'green', stopped: null })
  const red = of({ verdict: 'red', stopped: null })
  const error = of({ verdict: 'error', stopped: null })
  const bad = { ok: false, recipe: 'bad', error: new CcCiError('BAD', 'bad', { exitCode: 2 }) } as const
  const cancelled = {
    ok: false,
    recipe: 'late',
    error: new CcCiError('RUN_CANCELLED', 'c', { exitCode: 143 }),
  } as const

  it.each([
    [[green, green], 0],
    [[green, red], 1],
    [[green, bad, red], 2],
    [[error, red, bad], 3],
    [[green, of({ verdict: 'error', stopped: 'deadline' })], 142],
    [[error, cancelled], 143],
  ])('exits with the worst code: %#', (outcomes, exitCode) => {
    expect(reportRuns(outcomes, explain).exitCode).toBe(exitCode)
  })

  it('is the result itself for one recipe, and a list with what could not be tested for several', () => {
    expect(reportRuns([red], explain).document).toBe(red.result)
    expect(reportRuns([green, red], explain).document).toEqual({ schemaVersion: 1, runs: [green.result, red.result] })
    expect(reportRuns([green, bad], explain).document).toEqual({
      schemaVersion: 1,
      runs: [green.result],
      errors: [{ recipe: 'bad', code: 'BAD', message: 'bad', exitCode: 2 }],
    })
  })

  it('throws why the only recipe could not be tested', () => {
    expect(() => reportRuns([bad], explain)).toThrow(bad.error)
  })
})
