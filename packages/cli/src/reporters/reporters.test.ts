import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { CcCiError } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { reportRuns } from '../report-runs.js'
import type { RunOutcome } from '../run-all.js'
import { readReporters } from './read-reporters.js'
import { writeReports } from './write-reports.js'

const passed = (recipe: string): RunOutcome => ({ ok: true, result: exampleRunResult({ recipe }), folder: '/runs/1' })
const untested: RunOutcome = {
  ok: false,
  recipe: 'blog & more',
  error: new CcCiError('REF_NOT_FOUND', 'It has no “<main>”.', { exitCode: 2 }),
}

async function report(
  typed: readonly string[],
  outcomes: readonly RunOutcome[],
  cwd = temporaryFolder(onTestFinished),
) {
  const printed: string[] = []
  const warned: string[] = []
  await writeReports(readReporters(typed, false), {
    outcomes,
    report: reportRuns(outcomes, (error) => error as CcCiError),
    cwd,
    style: { colour: false, width: 80 },
    print: (text) => printed.push(text),
    warn: (text) => warned.push(text),
  })
  return { printed: printed.join('\n'), warned, read: (file: string) => readFileSync(join(cwd, file), 'utf8') }
}

describe('--reporter', () => {
  it('is the summary when none is given', async () => {
    expect((await report([], [passed('wiki')])).printed).toContain('level')
  })

  it('junit=<file> writes beside the summary, into folders that it makes', async () => {
    const { printed, read } = await report(['junit=out/deep/report.xml'], [passed('wiki')])
    expect(printed).toContain('level')
    expect(read('out/deep/report.xml')).toMatch(/^<\?xml.*\n<testsuites name="cc-ci wiki"/)
  })

  it('junit without a file is printed instead of the summary', async () => {
    expect((await report(['junit'], [passed('wiki')])).printed).toMatch(/^<\?xml.*<\/testsuites>$/s)
  })

  it('json is the document that --json prints', async () => {
    const { read } = await report(['json=r.json'], [passed('wiki'), passed('blog')])
    expect(JSON.parse(read('r.json')).runs.map(({ recipe }: { recipe: string }) => recipe)).toEqual(['wiki', 'blog'])
  })

  it('junit of several recipes is one document, and counts those that could not be tested as errors', async () => {
    const { read } = await report(['junit=r.xml'], [passed('wiki'), untested])
    const text = read('r.xml')
    expect(text.match(/<testsuites/g)).toHaveLength(1)
    expect(text).toContain('classname="wiki.install"')
    expect(text).toContain('<error message="It has no “&lt;main&gt;”." type="REF_NOT_FOUND">')
    expect(text).toContain('<testsuite name="blog &amp; more" tests="1" failures="0" errors="1"')
  })

  it('tap, ctrf and markdown of several recipes are one document each, which leaves out none', async () => {
    const { read } = await report(['tap=r.tap', 'ctrf=r.json', 'markdown=r.md'], [passed('wiki'), untested])
    expect(read('r.tap')).toMatch(/^TAP version 14\n1\.\.10\n.*\nnot ok 10 - blog & more can be tested\n/s)
    const { results } = JSON.parse(read('r.json'))
    expect(results.summary).toMatchObject({ tests: 10, passed: 9, other: 1 })
    expect(results.tests.at(-1)).toMatchObject({ suite: ['blog & more'], message: 'It has no “<main>”.' })
    expect(read('r.md').match(/^# .*$/gm)).toEqual(['# wiki: level 5 of 5, Polished', '# blog & more: not tested'])
  })

  it('ctrf and tap say so when no recipe at all could be tested', async () => {
    const { read } = await report(['tap=r.tap', 'ctrf=r.json'], [untested, untested])
    expect(read('r.tap')).toContain('1..2\nnot ok 1 - blog & more can be tested')
    expect(JSON.parse(read('r.json')).results.environment.healthy).toBe(false)
  })

  it('that cannot be written is told, and takes nothing else along', async () => {
    const cwd = temporaryFolder(onTestFinished)
    writeFileSync(join(cwd, 'file'), '')
    const { printed, warned } = await report(['junit=file/report.xml'], [passed('wiki')], cwd)
    expect(printed).toContain('level')
    expect(warned).toEqual([expect.stringContaining('The junit report could not be written')])
  })

  it.each([
    [['junt'], false, 'REPORTER_UNKNOWN'],
    [['junit', 'json'], false, 'FLAGS_CONFLICT'],
    [['junit'], true, 'FLAGS_CONFLICT'],
  ])('%j with --json %s is refused', (typed, json, code) => {
    expect(() => readReporters(typed, json)).toThrow(expect.objectContaining({ code, exitCode: 2 }))
  })
})
