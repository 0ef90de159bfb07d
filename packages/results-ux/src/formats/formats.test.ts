import { parseRunResult } from '@cc-ci/contracts/parse-run-result'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { levelFiveResult, notJudgedResult, redRestoreResult, skippedRungResult } from '@cc-ci/contracts/testing'
import { DOMParser } from '@xmldom/xmldom'
import { validateStrict } from 'ctrf'
import { parse as parseJunit } from 'junit2json'
import { Parser } from 'tap-parser'
import { describe, expect, it } from 'vitest'
import { toRunRow } from '../history/run-row.js'
import { renderAtom } from './atom.js'
import { renderCtrf, renderCtrfOf } from './ctrf.js'
import { formatNames, renderAs } from './formats.js'
import { renderJunit } from './junit.js'
import { renderMetrics } from './prometheus.js'
import { renderShields, renderShieldsState } from './shields.js'
import { renderTap, renderTapOf } from './tap.js'

const old = parseRunResult(
  JSON.stringify({
    schema: 2,
    run_id: 4,
    recipe: 'ghost',
    finished: 1_700_000_000,
    level: 1,
    rungs: { install: 'pass' },
  }),
)
const examples: readonly (readonly [string, RunResult])[] = [
  ['level 5', levelFiveResult()],
  ['a red restore', redRestoreResult()],
  ['a rung that does not apply', skippedRungResult()],
  ['a run that judged nothing', notJudgedResult()],
  ...(old.ok ? [['a result of schema 2', old.result] as const] : []),
]

function withFlaky(): RunResult {
  const base = levelFiveResult()
  return {
    ...base,
    stages: base.stages.map((stage) =>
      stage.name === 'custom'
        ? {
            ...stage,
            tests: stage.tests.map((test, index) =>
              index === 0 ? { ...test, flaky: true, message: 'timed out' } : test,
            ),
          }
        : stage,
    ),
  }
}

describe.each(examples)('%s', (_, result) => {
  it.each(formatNames)('P-04: is rendered as %s, the same each time', (name) => {
    const text = renderAs(name, result, { now: result.finished })
    expect(text.length).toBeGreaterThan(20)
    expect(renderAs(name, result, { now: result.finished })).toBe(text)
  })

  it('is a CTRF document by the schema of its authors', () => {
    expect(() => validateStrict(JSON.parse(renderCtrf(result)))).not.toThrow()
  })

  it('is JUnit XML that others read', async () => {
    const { testsuites } = (await parseJunit(renderJunit(result))) as unknown as { testsuites?: unknown }
    expect(testsuites ?? (await parseJunit(renderJunit(result)))).toBeDefined()
  })

  it('is a TAP stream without a mistake, with one point a test', () => {
    const tests = result.stages.flatMap((stage) => stage.tests)
    const events = Parser.parse(renderTap(result), { strict: true })
    const complete = events.find(([event]) => event === 'complete')?.[1] as unknown as {
      count: number
      failures: { tapError?: string }[]
    }
    expect(complete.count).toBe(tests.length)
    expect(complete.failures.filter(({ tapError }) => tapError)).toEqual([])
  })
})

describe('CTRF', () => {
  it('says the real error, whose fault it is, and that a host was not fit', () => {
    const { results } = JSON.parse(renderCtrf(notJudgedResult()))
    expect(results.environment.healthy).toBe(false)
    expect(results.tests[0]).toMatchObject({
      status: 'other',
      rawStatus: 'error',
      message: 'insufficient memory on 1 node',
    })
    expect(results.extra['ccci.level']).toBeNull()
  })

  it('marks what passed on retry, and counts it', () => {
    const { results } = JSON.parse(renderCtrf(withFlaky()))
    expect(results.summary.flaky).toBe(1)
    expect(results.tests.find(({ flaky }: { flaky: boolean }) => flaky)).toMatchObject({
      retries: 1,
      message: 'timed out',
    })
  })

  it('joins several runs into one document', () => {
    const joined = JSON.parse(renderCtrfOf([levelFiveResult(), redRestoreResult()]))
    expect(() => validateStrict(joined)).not.toThrow()
    expect(joined.results.extra['ccci.runs']).toHaveLength(2)
    expect(joined.results.tests[0].suite[0]).toBe('notebook')
  })
})

describe('TAP', () => {
  it('fails with the message and the fault, skips with the reason', () => {
    const red = renderTap(redRestoreResult())
    expect(red).toContain('not ok 7 - restore: brings wiped data back')
    expect(red).toContain('"code":"RESTORE_LOST_DATA"')
    expect(renderTap(skippedRungResult())).toMatch(/^ok \d+ - backup: is not applicable # SKIP stateless/m)
  })

  it('joins several runs into one stream', () => {
    const text = renderTapOf([levelFiveResult(), redRestoreResult()])
    expect(text.match(/^1\.\./gm)).toHaveLength(1)
    expect(text).toContain('ok 1 - notebook install: converges')
  })
})

const fresh = { now: levelFiveResult().finished }
const later = { now: fresh.now + 47 * 86_400 }

describe('the Shields badge', () => {
  it.each([
    ['a level', renderShields(levelFiveResult(), fresh), 'L5 · Polished', '123C6B'],
    ['a level of long ago', renderShields(levelFiveResult(), later), 'L5 · 47 d', '343C4B'],
    ['a level on retry', renderShields(withFlaky(), fresh), 'L5~ · Polished', '123C6B'],
    ['a run that judged nothing', renderShields(notJudgedResult(), fresh), 'infra error', '55616F'],
    ['a run that goes on', renderShieldsState('running'), 'running', '1F63C6'],
    ['a recipe without a run', renderShieldsState('not tested'), 'not tested', '55616F'],
  ])('of %s has the four keys that the endpoint takes, and no other', (_, text, message, color) => {
    expect(JSON.parse(text)).toEqual({ schemaVersion: 1, label: 'cc-ci', message, color })
  })
})

const row = (recipe: string, overrides: Partial<RunResult> = {}) =>
  toRunRow({ ...levelFiveResult(), recipe, pr: null, ...overrides }, '1')

describe('the feed', () => {
  const change = {
    recipe: 'a & <b>',
    from: row('a & <b>'),
    to: row('a & <b>', { level: 2, runId: '9', next: { toLevel: 5, text: 'mend <it>', place: null } }),
  }
  const options = {
    title: 'Changes',
    baseUrl: 'https://ci.example.org/',
    self: 'feed.xml',
    home: 'changes',
    linkTo: () => 'runs/9/',
  }

  it('has what Atom asks for, and one entry for each change of level', () => {
    const feed = new DOMParser().parseFromString(renderAtom([change], options), 'text/xml')
    const texts = (name: string) => [...feed.getElementsByTagName(name)].map(({ textContent }) => textContent)
    expect(texts('title')).toEqual(['Changes', 'a & <b> fell from L5 to L2, Upgrades'])
    expect(texts('id')).toHaveLength(2)
    expect(texts('updated')).toHaveLength(2)
    expect(texts('summary')[0]).toContain('mend <it>')
    expect([...feed.getElementsByTagName('link')].map((link) => link.getAttribute('href'))).toEqual([
      'https://ci.example.org/feed.xml',
      'https://ci.example.org/changes',
      'https://ci.example.org/runs/9/',
    ])
  })

  it('keeps the ids of its entries whatever is added later', () => {
    const ids = (text: string) => [...text.matchAll(/<id>(urn:cc-ci:change[^<]*)/g)].map(([, id]) => id)
    const later = { ...change, to: row('z', { runId: '10' }), recipe: 'z' }
    expect(ids(renderAtom([later, change], options))).toContain(ids(renderAtom([change], options))[0])
  })
})

describe('the metrics', () => {
  it('are lines that Prometheus reads, one for each recipe, with hostile names escaped', () => {
    const main = row('a"b\\c\nd')
    const text = renderMetrics([
      { recipe: main.recipe, main, before: undefined, latest: main, pullRequest: undefined, recent: [main] },
    ])
    const line = /^(#( HELP| TYPE) [a-z_]+ .+|[a-z_]+\{[a-z]+="(\\.|[^"\\\n])*"(,[a-z]+="(\\.|[^"\\\n])*")*\} [\d.]+)$/
    expect(
      text
        .trimEnd()
        .split('\n')
        .filter((each) => !line.test(each)),
    ).toEqual([])
    expect(text).toContain('ccci_recipe_level{recipe="a\\"b\\\\c\\nd"} 5')
  })

  it('have no level and no success of a recipe that was never judged', () => {
    const latest = row('x', { verdict: 'error', level: 0 })
    const text = renderMetrics([
      { recipe: 'x', main: undefined, before: undefined, latest, pullRequest: undefined, recent: [latest] },
    ])
    expect(text).not.toMatch(/ccci_recipe_level|last_success/)
    expect(text).toContain('ccci_run_duration_seconds{recipe="x",verdict="error"}')
  })
})
