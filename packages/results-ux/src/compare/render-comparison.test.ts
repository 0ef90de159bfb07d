import type { LintFinding, RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult, levelFiveResult, notJudgedResult, redRestoreResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { compareRuns } from './compare-runs.js'
import { renderComparison } from './render-comparison.js'

const show = (before: RunResult, after: RunResult, options = {}): string =>
  renderComparison(compareRuns(before, after), { recipe: after.recipe, colour: false, ...options })
const main = exampleRunResult({ recipe: 'nextcloud', runId: '1870', pr: null, version: '9.0.5' })

it('shows what a pull request changes, in 80 columns', () => {
  expect(show(main, redRestoreResult())).toMatchInlineSnapshot(`
    "nextcloud: level 5 → 2, 3 lost
    run 1870 of main (9.0.5) → run 1873 of PR #42 (9.1.0+32.0.1-fpm)

        Rung              before          now             compared
      = Install           passed          passed          83 s slower
      = Upgrade           passed          passed          52 s slower
      ▼ Backup + restore  passed          FAILED          was passing
      = App works         passed          passed          37 s slower
      = Lint              passed          passed          same

      Data
      ▲ volume html: new: 1 of 1 upgraded, 1 of 1 back
      ▼ postgres db/app: 3 of 3 upgraded, 3 of 3 back → 3 of 3 upgraded, 0 of 3 back
      ▼ volume content: gone, had 1 of 1 upgraded, 1 of 1 back

      Tests
      ▼ fails now: restore: brings wiped data back

      Lint
      ▼ new: warning R007 compose.yml:41: service "db" has no health check
    "
  `)
})

it('says that nothing changed', () => {
  expect(show(main, main)).toMatchInlineSnapshot(`
    "nextcloud: level 5, as before
    run 1870 of main (9.0.5) → run 1870 of main (9.0.5)

        Rung              before          now             compared
      = Install           passed          passed          same
      = Upgrade           passed          passed          same
      = Backup + restore  passed          passed          same
      = App works         passed          passed          same
      = Lint              passed          passed          same

      Data
      = volume content: same: 1 of 1 upgraded, 1 of 1 back
      = postgres db/app: same: 3 of 3 upgraded, 3 of 3 back
    "
  `)
})

it('gives no level to a run that judged nothing, and calls every rung unknown', () => {
  const text = show(main, notJudgedResult())
  expect(text).toContain('level 5 → unknown')
  expect(text.match(/\? .* unknown$/gm)).toHaveLength(5)
  expect(text).toContain('! Run local-7 judged nothing.')
})

it('tells levels that were gained, and colours only where it may', () => {
  const text = show(redRestoreResult(), levelFiveResult(), { colour: true })
  expect(text).toContain('level 2 → 5, 3 gained')
  expect(text).toContain('\u001b[32m▲\u001b[0m')
  expect(show(redRestoreResult(), levelFiveResult())).not.toContain('\u001b')
})

describe('hostile text', () => {
  const nasty = `\u001b]0;owned\u0007\u001b[2J\u202e${'x'.repeat(10_000)}\nnew line`
  const finding: LintFinding = { rule: 'R1', severity: 'error', message: nasty, file: nasty, line: 1, hint: nasty }
  const hostile: RunResult = {
    ...redRestoreResult(),
    ...{ recipe: nasty, runId: nasty, version: nasty },
    lint: { errors: [finding], warnings: [], unverified: null, unchecked: [] },
    data: redRestoreResult().data.map((store) => ({ ...store, store: nasty })),
    stages: redRestoreResult().stages.map((stage) => ({
      ...stage,
      tests: stage.tests.map((test) => ({ ...test, id: `${test.id}!`, name: nasty })),
    })),
  }

  it.each([
    ['as the later run', main, hostile],
    ['as the one before', hostile, main],
  ])('%s: breaks out of no line and is cut', (_, before, after) => {
    const text = show(before, after)
    const lines = text.split('\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(lines.length).toBeLessThan(60)
  })
})
