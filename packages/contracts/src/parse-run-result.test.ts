import { describe, expect, it } from 'vitest'
import { parseRunResult } from './parse-run-result.js'
import { exitCodeOf, runResultSchema, worstExitCode } from './run-result.js'
import {
  exampleRunResult,
  levelFiveResult,
  notJudgedResult,
  redRestoreResult,
  skippedRungResult,
} from './testing/index.js'

const examples = { levelFiveResult, skippedRungResult, redRestoreResult, notJudgedResult }

describe('results.json', () => {
  it.each(Object.entries(examples))('reads back %s as it was written', (_, example) => {
    expect(runResultSchema.parse(example())).toEqual(example())
    expect(parseRunResult(JSON.stringify(example()))).toEqual({ ok: true, writtenAs: 3, result: example() })
  })

  it.each([
    ['', 'is not JSON'],
    ['{"schemaVersion": 3, "runId"', 'is not JSON'],
    ['null', 'is not a JSON object'],
    ['[]', 'is not a JSON object'],
    ['{}', 'has no schemaVersion'],
    ['{"schemaVersion": 4}', 'has schema 4; this cc-ci reads 2 and 3'],
    ['{"schemaVersion": 3}', 'has a wrong value at "runId"'],
    ['{"schema": 2, "run_id": 7, "finished": 1}', 'has a wrong value at "recipe"'],
    [JSON.stringify(exampleRunResult({ level: 6 })), 'has a wrong value at "level"'],
  ])('P-04: says what is wrong with %j instead of throwing', (text, problem) => {
    expect(parseRunResult(text)).toEqual({ ok: false, problem: expect.stringContaining(problem) })
  })

  it('never shows a higher level than the rungs earn', () => {
    const parsed = parseRunResult(JSON.stringify({ ...redRestoreResult(), level: 5 }))
    expect(parsed).toMatchObject({ ok: true, result: { level: 2 } })
  })

  it('ignores keys that a newer writer added', () => {
    expect(parseRunResult(JSON.stringify({ ...levelFiveResult(), added: 1 }))).toMatchObject({ ok: true })
  })
})

describe('results.json of schema 2', () => {
  const old = {
    schema: 2,
    run_id: 361,
    recipe: 'ghost',
    version: '1.2.0+5.0.0',
    pr: '12',
    ref: 'abc',
    finished: 1_700_000_000,
    level: 4,
    rungs: { install: 'pass', upgrade: 'pass', backup_restore: { status: 'skip' }, functional: 'pass' },
    skips: { intentional: { backup_restore: 'stateless' } },
    flags: { clean_teardown: true, no_secret_leak: true },
    summary_card: 'summary.png',
  }

  it('P-04: is lifted for rendering, and a rung it does not name is unverified', () => {
    const parsed = parseRunResult(JSON.stringify(old))
    expect(parsed).toMatchObject({
      ok: true,
      writtenAs: 2,
      result: {
        runId: '361',
        pr: 12,
        level: 4,
        verdict: 'green',
        rungs: { backup_restore: { status: 'skip', fact: 'stateless' }, lint: { status: 'unverified' } },
        artefacts: { card: 'summary.png' },
      },
    })
    if (parsed.ok) expect(runResultSchema.parse(parsed.result)).toEqual(parsed.result)
  })

  it.each([
    [{ upgrade: 'fail' }, 'red', 1],
    [{ functional: 'unverified' }, 'red', 2],
    [{ install: 'fail' }, 'red', 0],
    [{ lint: 'fail' }, 'green', 4],
    [{ install: 'a status nobody knows' }, 'error', 0],
  ])('takes rungs %j as %s, level %i', (rungs, verdict, level) => {
    const text = JSON.stringify({ ...old, rungs: { ...old.rungs, ...rungs } })
    expect(parseRunResult(text)).toMatchObject({ result: { verdict, level } })
  })
})

describe('exit codes', () => {
  it.each([
    ['green', null, 0],
    ['red', null, 1],
    ['error', null, 3],
    ['error', 'deadline', 142],
    ['error', 'cancelled', 143],
  ] as const)('a %s run that was stopped by %s exits with %i', (verdict, stopped, code) => {
    expect(exitCodeOf({ verdict, stopped })).toBe(code)
  })

  it.each([
    [[], 0],
    [[0, 0], 0],
    [[0, 1], 1],
    [[1, 3, 0], 3],
    [[1, 2], 2],
    [[3, 142], 142],
    [[142, 143], 143],
    [[0, 99], 3],
  ])('several runs with %j exit with %i', (codes, worst) => {
    expect(worstExitCode(codes)).toBe(worst)
  })
})
