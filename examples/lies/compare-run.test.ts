import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import { compareRun } from './compare-run.js'
import { type Expectation, parseExpectation } from './expectation.js'
import { closingLine, reportLine } from './report.js'
import type { Found } from './run-recipe.js'

const expected = (keys: Record<string, unknown> = {}): Expectation =>
  parseExpectation(
    JSON.stringify({
      why: 'It ends.',
      verdict: 'red',
      level: 1,
      rungs: { install: 'pass', upgrade: 'fail' },
      fault: { code: 'DATA_LOST' },
      says: 'volume \\w+',
      ...keys,
    }),
    'expected.yaml',
  )

interface Run {
  readonly verdict?: RunResult['verdict']
  readonly level?: number
  readonly upgrade?: string
  readonly code?: string | undefined
  readonly words?: string
  readonly exitCode?: number
}

const run = ({ verdict = 'red', level = 1, upgrade = 'fail', ...rest }: Run = {}): Found => {
  const code = 'code' in rest ? rest.code : 'DATA_LOST'
  const statuses = { install: 'pass', upgrade, backup_restore: 'skip', functional: 'unverified', lint: 'pass' }
  const result = {
    verdict,
    level,
    rungs: Object.fromEntries(Object.entries(statuses).map(([rung, status]) => [rung, { status }])),
    fault: code === undefined ? null : { code, service: 'app' },
    leftovers: [],
    lint: { errors: [], warnings: [{ rule: 'C005' }] },
    stages: [{ name: 'custom', tests: [{ name: 'greets', status: 'fail' }] }],
  } as unknown as RunResult
  const words = rest.words ?? 'the volume\n  content is empty'
  return { result, error: undefined, exitCode: rest.exitCode ?? (verdict === 'green' ? 0 : 1), words, seconds: 7 }
}

describe('a run of a broken example', () => {
  it('is as expected when verdict, level, rungs, fault, words and all that was asked for agree', () => {
    const wanted = expected({ lint: ['C005'], tests: { greets: 'fail' }, fault: { code: 'DATA_LOST', service: 'app' } })

    expect(compareRun(wanted, run())).toEqual({ judgement: 'as expected', differences: [] })
  })

  it.each<[what: string, found: Found, judgement: string, difference: string]>([
    ['a green', run({ verdict: 'green', code: undefined }), 'false green', 'verdict: want red, got green'],
    ['a level that is too high', run({ level: 2 }), 'false green', 'level: want 1, got 2'],
    ['a rung that passed', run({ upgrade: 'pass' }), 'false green', 'rung upgrade: want fail, got pass'],
    ['another fault', run({ code: 'UNHEALTHY' }), 'other', 'fault: want DATA_LOST, got UNHEALTHY'],
    ['other words', run({ words: 'something' }), 'other', 'words: want /volume \\w+/, got other ones'],
    ['an exit code of its own', run({ exitCode: 3 }), 'other', 'exit code: want 1, got 3'],
  ])('is told by %s', (_, found, judgement, difference) => {
    expect(compareRun(expected(), found)).toEqual({ judgement, differences: expect.arrayContaining([difference]) })
  })

  it.each<[what: string, wanted: Record<string, unknown>, found: Found]>([
    ['red where nothing is wrong', { verdict: 'green', fault: undefined, rungs: {} }, run()],
    ['red where nobody could judge', { verdict: 'error', rungs: {} }, run()],
    ['a failed rung that nobody could judge', { rungs: { upgrade: 'unverified' } }, run()],
  ])('is a false red: %s', (_, wanted, found) => {
    expect(compareRun(expected(wanted), found).judgement).toBe('false red')
  })

  it.each<[what: string, wanted: Record<string, unknown>]>([
    ['a lint rule that is silent', { lint: ['C006'] }],
    ['a custom test that passed', { tests: { greets: 'pass' } }],
    ['another service', { fault: { code: 'DATA_LOST', service: 'db' } }],
  ])('is not as expected: %s', (_, wanted) => {
    expect(compareRun(expected(wanted), run()).judgement).toBe('other')
  })

  it('may be refused before it begins, which has a code and words as well', () => {
    const error = { code: 'ENV_FILE_INVALID', message: 'no KEY=VALUE' }
    const found: Found = { result: undefined, error, exitCode: 2, words: 'no KEY=VALUE', seconds: 1 }
    const wanted = { verdict: 'refused', level: 0, rungs: {}, fault: { code: 'ENV_FILE_INVALID' }, says: 'KEY=VALUE' }

    expect(compareRun(expected(wanted), found).judgement).toBe('as expected')
    expect(compareRun(expected(wanted), run()).judgement).toBe('false green')
  })
})

describe('what pnpm lies prints', () => {
  const lie = { name: 'loses-data', expected: expected({ ids: ['V-03'] }) }

  it('has a line for each run, with the rungs and the words that were looked for', () => {
    const line = reportLine({ lie, found: run() })

    expect(line.replaceAll(/ +/g, ' ')).toBe(
      '✓ loses-data V-03 red 1 i+ u- b. f? l+ DATA_LOST 7 the volume content is empty',
    )
  })

  it('has what differs below the line', () => {
    expect(reportLine({ lie, found: run({ level: 2 }) })).toContain('\n    false green: level: want 1, got 2')
  })

  it('counts at the end, and is content only when every run is as expected', () => {
    const good = { lie, found: run() }
    const wrong = { lie, found: run({ level: 2 }) }
    const other = { lie, found: run({ code: 'UNHEALTHY' }) }

    expect(closingLine([good, good])).toEqual({ text: '2 as expected, 0 false greens, 0 false reds', ok: true })
    expect(closingLine([good, wrong])).toEqual({ text: '1 as expected, 1 false greens, 0 false reds', ok: false })
    expect(closingLine([other]).text).toMatch(/, 1 with another reason$/)
    expect(closingLine([]).ok).toBe(false)
  })
})

describe('expected.yaml', () => {
  it('has no key that nothing compares, and none too few', () => {
    expect(() => expected({ leval: 2 })).toThrow('expected.yaml: nothing compares the key leval')
    expect(() => parseExpectation('why: It ends.', 'expected.yaml')).toThrow('expected.yaml lacks the key verdict')
  })
})
