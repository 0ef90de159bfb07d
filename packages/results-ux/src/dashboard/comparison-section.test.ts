import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult, notJudgedResult, redRestoreResult } from '@cc-ci/contracts/testing'
import { expect, it } from 'vitest'
import { compareRuns } from '../compare/compare-runs.js'
import { comparisonSection } from './comparison-section.js'

const main = exampleRunResult({ recipe: 'nextcloud', runId: '1870', pr: null })
const show = (before: RunResult, after: RunResult): string =>
  comparisonSection([
    { name: 'the last run of main', href: '../12/', comparison: compareRuns(before, after) },
  ]).toString()

it('is not there when there is nothing to compare with', () => {
  expect(comparisonSection([]).toString()).toBe('')
})

it('names the run it looks back to, and tells what is worse in words and not by colour alone', () => {
  const html = show(main, redRestoreResult())

  expect(html).toContain('With the last run of main: <a href="../12/">run 1870</a>')
  expect(html).toContain('level 5 → 2, 3 lost')
  expect(html).toMatch(/<td>FAILED<\/td><td><span class="status is-fail">.*was passing/)
  expect(html).toContain('<strong>worse</strong>: fails now: restore: brings wiped data back')
  expect(html).toContain('<strong>worse</strong>: postgres db/app: 3 of 3 upgraded, 3 of 3 back → 3 of 3 upgraded')
})

it('shows what was never tested before and fails now as a failure', () => {
  const skipped = { ...main, rungs: { ...main.rungs, lint: { status: 'skip' as const, seconds: 0, fact: '' } } }
  const failed = { ...main, rungs: { ...main.rungs, lint: { status: 'fail' as const, seconds: 0, fact: '' } } }
  expect(show(skipped, failed)).toMatch(/is-fail">.*newly covered, and fails/)
  expect(show(skipped, main)).toMatch(/is-pass">.*newly covered</)
})

it('says that a side judged nothing', () => {
  const html = show(main, notJudgedResult())
  expect(html).toContain('level 5 → unknown · Run local-7 judged nothing.')
  expect(html).not.toContain('is-pass')
})

it('lets no text of a run become an element', () => {
  const nasty = '<img src=x onerror=alert(1)>'
  const hostile = {
    ...redRestoreResult(),
    ...{ runId: nasty, version: nasty },
    data: redRestoreResult().data.map((store) => ({ ...store, store: nasty })),
    stages: redRestoreResult().stages.map((stage) => ({
      ...stage,
      tests: stage.tests.map((test) => ({ ...test, id: nasty, name: nasty })),
    })),
  }
  for (const html of [show(hostile, main), show(main, hostile)]) {
    expect(html).toContain('&lt;img')
    expect(html).not.toContain('<img')
  }
})
