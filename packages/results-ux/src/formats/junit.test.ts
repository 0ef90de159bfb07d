import { exampleRunResult, levelFiveResult, notJudgedResult, redRestoreResult } from '@cc-ci/contracts/testing'
import { DOMParser } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { renderJunit } from './junit.js'

const red = redRestoreResult()
const withMessage = (message: string) => ({
  ...red,
  stages: red.stages.map((stage) => ({
    ...stage,
    tests: stage.tests.map((test) => (test.status === 'fail' ? { ...test, message } : test)),
  })),
})
const flaky = exampleRunResult({
  stages: levelFiveResult().stages.map((stage) => ({
    ...stage,
    tests: stage.tests.map((test) => ({ ...test, flaky: stage.name === 'lint', message: 'first try timed out' })),
  })),
})
const count = (xml: string, pattern: RegExp): number => xml.match(pattern)?.length ?? 0

describe('JUnit XML', () => {
  it('has one suite per stage, and counts that add up', () => {
    const xml = renderJunit(levelFiveResult())
    expect([...xml.matchAll(/<testsuite name="(\w+)"/g)].map(([, name]) => name)).toEqual([
      ...['install', 'upgrade', 'backup', 'restore', 'custom', 'lint'],
    ])
    expect(xml).toContain('<testsuites name="cc-ci notebook" tests="9" failures="0" errors="0" time="48">')
    expect(count(xml, /<testcase /g)).toBe(9)
  })

  it('P-08: a fault of the recipe is a failure with the real message, and the logs of the failed service are there', () => {
    const xml = renderJunit(red)
    expect(xml).toContain(
      '<failure message="expected 3 rows in &quot;postgres db/app&quot;, found 0" type="RESTORE_LOST_DATA">',
    )
    expect(xml).toContain('relation &quot;oc_files&quot; does not exist')
    expect(xml).toContain('failures="1" errors="0"')
  })

  it('a failure says what to do about it, once and where it belongs', () => {
    const diagnosis = { paragraph: 'Look at compose.yml:48.', service: 'db', place: 'compose.yml:48' }
    const xml = renderJunit({ ...red, diagnosis })

    expect(xml).toContain('found 0\n\nLook at compose.yml:48.</failure>')
    expect(count(xml, /Look at/g)).toBe(1)
  })

  it('names the file of a test that fails', () => {
    const stages = red.stages.map((stage) => ({
      ...stage,
      tests: stage.tests.map((test) => ({ ...test, file: stage.name === 'restore' ? 'tests/test_restore.py' : null })),
    }))
    const xml = renderJunit({ ...red, stages })

    expect(count(xml, /In tests\/test_restore\.py/g)).toBe(1)
  })

  it.each([
    ['a red run', red],
    ['a run that judged nothing', notJudgedResult()],
    ['a test that passed on retry', flaky],
  ])('has only what Jenkins’ own schema, junit-10.xsd of its xUnit plugin, knows: %s', (_, result) => {
    const known: Readonly<Record<string, readonly string[]>> = {
      testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
      testsuite: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
      properties: [],
      property: ['name', 'value'],
      testcase: ['name', 'time', 'classname'],
      failure: ['type', 'message'],
      error: ['type', 'message'],
      skipped: ['type', 'message'],
      flakyFailure: ['type', 'message'],
      'system-out': [],
      'system-err': [],
    }
    const elements = [...new DOMParser().parseFromString(renderJunit(result), 'text/xml').getElementsByTagName('*')]
    const unknown = elements.flatMap((element) =>
      [...element.attributes].map(({ name }) => name).filter((name) => !known[element.tagName]?.includes(name)),
    )
    expect([elements.map(({ tagName }) => tagName).filter((name) => known[name] === undefined), unknown]).toEqual([
      [],
      [],
    ])
  })

  it('a fault of the host is an error, and every rung that did not run is skipped with its reason', () => {
    const xml = renderJunit(notJudgedResult())
    expect(xml).toContain('<error message="insufficient memory on 1 node" type="INSUFFICIENT_RESOURCES">')
    expect(xml).toContain('<skipped message="not verified: install did not finish"/>')
    expect(xml).toContain('failures="0" errors="1" time=')
    expect(count(xml, /errors="0" skipped="1"/g)).toBe(3)
  })

  it('a failing test is an error too when the host was at fault', () => {
    const xml = renderJunit({ ...red, fault: { ...red.fault, class: 'infra' } as typeof red.fault })
    expect(xml).toContain('failures="0" errors="1"')
  })

  it('P-08: a stage that failed before any test ran still fails, with the evidence', () => {
    const fault = { ...(red.fault as NonNullable<typeof red.fault>), tier: 'install' as const, evidence: 'it crashed' }
    const xml = renderJunit({ ...red, fault, stages: [{ name: 'install', status: 'fail', seconds: 4, tests: [] }] })
    expect(xml).toContain('name="install as a whole" time="4">')
    expect(xml).toContain('<failure message="it crashed"')
  })

  it('tells a pass that needed a retry', () => {
    const xml = renderJunit(flaky)
    expect(count(xml, /<flakyFailure message="first try timed out" type="flaky">/g)).toBe(1)
    expect(xml).toContain('failures="0" errors="0"')
  })

  it('keeps out what XML cannot hold', () => {
    const xml = renderJunit(withMessage('\u001b[31mred\u001b[0m \u0000\u0008 ]]> <a> \uD800 end\nnext'))
    expect(xml).toContain('message="red  ]]&gt; &lt;a&gt; \uFFFD end&#10;next"')
    expect([...xml].every((character) => character >= ' ' || '\t\n\r'.includes(character))).toBe(true)
  })

  it('P-08: cuts what is too long, and says how much', () => {
    const xml = renderJunit(withMessage('x'.repeat(50_000)))
    expect(xml.length).toBeLessThan(30_000)
    expect(xml).toContain('… (42000 characters cut)')
  })

  it('P-08: a document of thousands of long failures stays small', () => {
    const [test] = red.stages.find(({ name }) => name === 'restore')?.tests.slice(1) ?? []
    if (test === undefined) throw new Error('the example has no failing test')
    const tests = Array.from({ length: 1000 }, (_, index) => ({
      ...test,
      name: `test ${index}`,
      message: 'y'.repeat(9_000),
    }))
    const xml = renderJunit({ ...red, stages: [{ name: 'custom', status: 'fail', seconds: 1, tests }] })
    expect(xml.length).toBeLessThan(1_000_000)
    const rungsWithoutStage = 1
    expect(count(xml, /<failure /g)).toBe(1000 + rungsWithoutStage)
  })
})
