import { rungStatuses } from '@cc-ci/contracts/ladder'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult, levelFiveResult, notJudgedResult, redRestoreResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { toRunRow } from '../history/run-row.js'
import { lastOfMain, lastOfPullRequest } from './choose-baseline.js'
import { changeOf, compareRuns, type RungChange } from './compare-runs.js'

describe('a rung from one run to another', () => {
  const expected: Readonly<Record<string, RungChange>> = {
    'pass pass': 'same',
    'pass fail': 'worse',
    'pass skip': 'noLongerCovered',
    'pass unverified': 'noLongerCovered',
    'fail pass': 'better',
    'fail fail': 'same',
    'fail skip': 'noLongerCovered',
    'fail unverified': 'noLongerCovered',
    'skip pass': 'newlyCovered',
    'skip fail': 'newlyCovered',
    'skip skip': 'same',
    'skip unverified': 'same',
    'unverified pass': 'newlyCovered',
    'unverified fail': 'newlyCovered',
    'unverified skip': 'same',
    'unverified unverified': 'same',
  }

  it.each(rungStatuses.flatMap((from) => rungStatuses.map((to) => [from, to] as const)))('%s, then %s', (from, to) => {
    expect(changeOf(from, to)).toBe(expected[`${from} ${to}`])
  })
})

describe('two runs of a recipe', () => {
  it('differ rung by rung, in words that fit a table', () => {
    const { rungs, regressed } = compareRuns(levelFiveResult(), redRestoreResult())
    expect(rungs.map(({ words }) => words)).toEqual([
      '83 s slower',
      '52 s slower',
      'was passing',
      '37 s slower',
      'same',
    ])
    expect(regressed).toBe(true)
  })

  it('are unknown to each other when one of them judged nothing', () => {
    const { rungs, regressed, after } = compareRuns(levelFiveResult(), notJudgedResult())
    expect(new Set(rungs.map(({ change }) => change))).toEqual(new Set(['unknown']))
    expect({ regressed, level: after.level }).toEqual({ regressed: false, level: null })
  })

  it('count what is no longer proven as a regression, unless it was declared', () => {
    const before = levelFiveResult()
    const now = (status: 'skip' | 'unverified'): RunResult => ({
      ...before,
      rungs: { ...before.rungs, upgrade: { status, seconds: 0, fact: '' } },
    })
    expect(compareRuns(before, now('unverified')).regressed).toBe(true)
    expect(compareRuns(before, now('skip')).regressed).toBe(false)
  })

  it('leave out what a quick run leaves out: neither a loss nor a gain', () => {
    const full = levelFiveResult()
    const unverified = { status: 'unverified' as const, seconds: 0, fact: '' }
    const quick: RunResult = { ...full, mode: 'quick', rungs: { ...full.rungs, backup_restore: unverified } }
    for (const comparison of [compareRuns(full, quick), compareRuns(quick, full)]) {
      expect(comparison.rungs[2]).toMatchObject({ change: 'unknown', words: 'not part of a quick run' })
      expect(comparison.regressed).toBe(false)
    }
    expect(compareRuns(full, { ...quick, mode: 'full' }).regressed).toBe(true)
  })

  it('name the tests that began and those that ceased to fail', () => {
    const [green, red] = [levelFiveResult(), redRestoreResult()]
    expect(compareRuns(green, red).tests.broke).toEqual(['restore: brings wiped data back'])
    expect(compareRuns(red, green).tests.mended).toEqual(['restore: brings wiped data back'])
  })

  it('call no finding mended that nobody looked for', () => {
    const before = redRestoreResult()
    const lint = { errors: [], warnings: [], unverified: null, unchecked: [] }
    const vanished = (now: RunResult['lint']) => compareRuns(before, { ...before, lint: now }).lint.vanished.length
    const rules = before.lint.warnings.map(({ rule }) => ({ rule, reason: 'not asked' }))
    expect(vanished(lint)).toBeGreaterThan(0)
    expect(vanished({ ...lint, unverified: 'timed out' })).toBe(0)
    expect(vanished({ ...lint, unchecked: rules })).toBe(0)
  })

  it('tell of measures that differ by more than two runs of the same do', () => {
    const before = exampleRunResult()
    const resources = { ...before.resources, peakMemMb: 900, downtimeSeconds: 1.5, diskMb: null }
    expect(compareRuns(before, { ...before, resources }).measures).toEqual([
      { name: 'peak memory', from: '212 MB', to: '900 MB', isWorse: true },
    ])
  })

  it('say that a quick run proves less', () => {
    expect(compareRuns(levelFiveResult(), { ...levelFiveResult(), mode: 'quick' }).notes).toEqual([
      'One of the two is a quick run, which proves less.',
    ])
  })
})

describe('what a run is compared with', () => {
  const row = (runId: string, finished: number, overrides: Partial<RunResult> = {}) =>
    toRunRow(exampleRunResult({ runId, finished, seq: finished, pr: null, ...overrides }), runId)
  const subject = row('now', 100, { pr: 6 })
  const runs = [
    row('later', 200),
    subject,
    row('error', 90, { verdict: 'error' }),
    row('quick', 80, { mode: 'quick' }),
    row('some tiers', 78, { tiers: ['install', 'lint'] }),
    row('other pull request', 75, { pr: 7 }),
    row('other recipe', 72, { recipe: 'x' }),
    row('same pull request', 70, { pr: 6, verdict: 'red' }),
    row('main', 60),
  ]

  it('is the last judged full run of main before it, of all tiers', () => {
    expect(lastOfMain(runs, subject)?.runId).toBe('main')
  })

  it('and the last judged run of the same pull request; a run of main has none', () => {
    expect(lastOfPullRequest(runs, subject)?.runId).toBe('same pull request')
    expect(lastOfPullRequest(runs, row('main again', 300))).toBeUndefined()
  })
})
