import type { TestRequest } from '@cc-ci/ci-harness'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult, redRestoreResult } from '@cc-ci/contracts/testing'
import { CcCiError } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'
import { repeatRequest } from './repeat-request.js'
import { reportRuns } from './report-runs.js'
import { runAll } from './run-all.js'

const request = (recipe: string) => ({ recipe, runsDir: '/runs' })
const never = (): undefined => undefined
const explain = (error: unknown): CcCiError => error as CcCiError

describe('running several recipes', () => {
  it.each([1, 2, 9])('keeps their order and never runs more than %d at once', async (jobs) => {
    let now = 0
    let most = 0
    const outcomes = await runAll(['a', 'b', 'c', 'd'].map(request), jobs, {
      run: async ({ recipe }) => {
        now += 1
        most = Math.max(most, now)
        await new Promise(setImmediate)
        now -= 1
        return exampleRunResult({ runId: recipe })
      },
      repeat: never,
    })

    expect(outcomes.map((each) => each.ok && each.folder)).toEqual(['/runs/a', '/runs/b', '/runs/c', '/runs/d'])
    expect(most).toBe(Math.min(jobs, 4))
  })

  it('loses no result to a recipe that cannot be tested', async () => {
    const outcomes = await runAll(['a', 'bad', 'c'].map(request), 1, {
      run: async ({ recipe }) => {
        if (recipe === 'bad') throw new CcCiError('BAD', 'bad')
        return exampleRunResult({ runId: recipe })
      },
      repeat: never,
    })

    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true])
  })
})

describe('V-17: a run that an infra fault kept from judging', () => {
  interface Wanted {
    readonly recipe: string
    readonly runsDir: string
    readonly repeats?: RunResult
  }
  const fault = { ...redRestoreResult().fault, class: 'infra', code: 'PULL_LIMITED' } as RunResult['fault']
  const unjudged = (runId: string): RunResult => exampleRunResult({ runId, verdict: 'error', fault })

  async function runs(jobs: number, results: (request: Wanted) => RunResult) {
    const ran: string[] = []
    const outcomes = await runAll<Wanted>(['a', 'b'].map(request), jobs, {
      run: async (wanted) => {
        ran.push(wanted.repeats === undefined ? wanted.recipe : `${wanted.recipe} after ${wanted.repeats.runId}`)
        return results(wanted)
      },
      repeat: (wanted, result) => repeatRequest(wanted as unknown as TestRequest, result) as unknown as Wanted,
    })
    return { ran, ids: outcomes.map((outcome) => outcome.ok && outcome.result.runId), outcomes }
  }

  it.each([1, 2])('is repeated once, after those that wait, and its last result counts (-j %d)', async (jobs) => {
    const { ran, ids, outcomes } = await runs(jobs, ({ recipe, repeats }) =>
      recipe === 'a' && repeats === undefined ? unjudged('1') : exampleRunResult({ runId: `${recipe}2` }),
    )

    expect(ran).toEqual(['a', 'b', 'a after 1'])
    expect(ids).toEqual(['a2', 'b2'])
    expect(reportRuns(outcomes, explain).exitCode).toBe(0)
  })

  it('is not repeated a third time: could not judge is then the answer', async () => {
    const { ran, outcomes } = await runs(1, ({ recipe, repeats }) => unjudged(`${recipe}${repeats ? 2 : 1}`))

    expect(ran).toEqual(['a', 'b', 'a after a1', 'b after b1'])
    expect(reportRuns(outcomes, explain).exitCode).toBe(3)
  })

  it('is repeated for the very commit that was tested, though the branch moves on', () => {
    const again = repeatRequest({ recipe: 'a', ref: 'main' } as TestRequest, unjudged('1'))
    expect(again).toMatchObject({ recipe: 'a', ref: exampleRunResult().ref, repeats: { runId: '1' } })
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
