import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RunRow, toRunRow } from '../history/run-row.js'
import { holdRuns } from './hold-runs.js'
import { planRetention, type RetentionPlan, type SurveyedRun } from './plan-retention.js'
import { renderRemovals } from './render-removals.js'

const day = 86_400
const now = 1_790_000_000
const mebibyte = 1024 ** 2
const wide = { days: 90, perRunMb: 1000, totalMb: 1000 }

const files = {
  'results.json': 0.1,
  'results.json.sig': 0.1,
  'pruned.txt': 0.1,
  'summary.png': 1,
  'screenshot.png': 1,
  'screenshots/installed.png': 2,
  'bundle.tar.gz': 4,
  'events.jsonl': 8,
  'evidence/app.1.log': 16,
}

function row(folder: string, ageDays: number, result: Partial<RunResult> = {}): RunRow {
  const finished = now - ageDays * day
  const artefacts = { ...exampleRunResult().artefacts, screenshot: 'screenshot.png' }
  return toRunRow(exampleRunResult({ pr: null, finished, artefacts, runId: folder, ...result }), folder)
}

function run(folder: string, ageDays: number, result: Partial<RunResult> = {}): SurveyedRun {
  const stored = Object.entries(files).map(([path, mb]) => ({ path, bytes: mb * mebibyte }))
  return { row: row(folder, ageDays, result), files: stored, held: undefined }
}

const plan = (runs: readonly SurveyedRun[], settings = wide, otherBytes = 0): RetentionPlan =>
  planRetention(runs, settings, { now, otherBytes })

const cut = ({ removals }: RetentionPlan): Record<string, string[]> =>
  Object.fromEntries(removals.map((each) => [each.row.folder, each.files.map(({ path }) => path)]))

const logs = ['events.jsonl', 'evidence/app.1.log']
const red = { verdict: 'red' } as const

describe('what retention removes', () => {
  it('is nothing while runs are young and small', () => {
    expect(plan([run('1', 89), run('2', 1, red)])).toMatchObject({ removals: [], over: 0, heldOver: [] })
  })

  it('is logs, bundle and earlier screenshots of a run past its days, whatever its verdict', () => {
    const past = ['screenshots/installed.png', 'bundle.tar.gz', ...logs]
    expect(cut(plan([run('1', 91), run('2', 91, red), run('3', 89)]))).toEqual({ '1': past, '2': past })
  })

  it('P-08: is the largest logs of a run that is too large, until it is not', () => {
    const settings = { ...wide, perRunMb: 20 }
    expect(cut(plan([run('1', 1)], settings))).toEqual({ '1': ['evidence/app.1.log'] })
    expect(plan([run('1', 1)], settings).removals[0]?.files[0]).toMatchObject({ reason: 'run budget' })
  })

  it('is logs of green runs before those of red ones, the oldest first, until all together are small enough', () => {
    const runs = [run('young', 1), run('red', 9, red), run('old', 5)]
    const size = plan(runs).before / mebibyte
    expect(cut(plan(runs, { ...wide, totalMb: size - 1 }))).toEqual({ old: logs })
    expect(cut(plan(runs, { ...wide, totalMb: size - 25 }))).toEqual({ old: logs, young: logs })
    expect(cut(plan(runs, { ...wide, totalMb: size - 49 }))).toEqual({
      red: ['screenshots/installed.png'],
      old: logs,
      young: logs,
    })
  })

  it('is never the result, its signature, or what says that something was removed', () => {
    const nothing = { days: 1, perRunMb: 0.001, totalMb: 0.001 }
    const { removals, after, over } = plan([run('1', 91), run('2', 2, red)], nothing)
    const gone = removals.flatMap((each) => each.files.map(({ path }) => path))
    expect(gone).toHaveLength(12)
    expect(gone.filter((path) => /results\.json|pruned\.txt/.test(path))).toEqual([])
    expect(after).toBeGreaterThan(0)
    expect(over).toBe(after - 0.001 * mebibyte)
  })

  it('is nothing of a run that is held, which it names when that one is too large', () => {
    const held = { ...run('1', 300), held: 'the newest run of its recipe' }
    const { removals, heldOver } = plan([held], { days: 1, perRunMb: 1, totalMb: 1 })
    expect(removals).toEqual([])
    expect(heldOver).toMatchObject([{ row: { folder: '1' }, held: 'the newest run of its recipe' }])
  })

  it('leaves room for folders that are not touched', () => {
    const runs = [run('1', 1)]
    expect(cut(plan(runs, { ...wide, totalMb: 40 }))).toEqual({})
    expect(cut(plan(runs, { ...wide, totalMb: 40 }, 10 * mebibyte))).toEqual({ '1': logs })
  })

  it('frees what it says, and ends within the budget or with nothing left to remove', () => {
    const settings = fc.record({
      days: fc.integer({ min: 1, max: 200 }),
      perRunMb: fc.integer({ min: 1, max: 50 }),
      totalMb: fc.integer({ min: 1, max: 200 }),
    })
    const ages = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.boolean()), { maxLength: 8 })
    fc.assert(
      fc.property(ages, settings, (drawn, chosen) => {
        const runs = drawn.map(([age, isGreen], index) => run(String(index), age, isGreen ? {} : red))
        const { removals, before, after, over } = plan(runs, chosen)
        expect(before - after).toBeCloseTo(removals.reduce((sum, { bytes }) => sum + bytes, 0))
        const gone = removals.reduce((sum, each) => sum + each.files.length, 0)
        if (over > 0) expect(gone).toBe(runs.length * 6)
      }),
    )
  })
})

describe('runs that retention holds', () => {
  const folders = (rows: readonly RunRow[], canonical?: string | null): string[] => {
    const canonicals = canonical === undefined ? [] : [{ recipe: 'notebook', commit: canonical ?? undefined }]
    return [...holdRuns(rows, canonicals, now).keys()]
  }

  it('are the newest of each recipe, and the newest that tells its level', () => {
    const rows = [row('5', 1, { pr: 7 }), row('4', 2, { verdict: 'error' }), row('3', 3), row('2', 4)]
    expect(folders([...rows, row('1', 300, { recipe: 'wiki' })])).toEqual(['5', '3', '1'])
  })

  it('are those that tested the commit of the canonical, or all of its recipe when nobody can read which', () => {
    const ref = 'f'.repeat(40)
    const rows = [row('3', 1), row('2', 2, { ref }), row('1', 3)]
    expect(folders(rows, ref)).toEqual(['3', '2'])
    expect(folders(rows, null)).toEqual(['3', '2', '1'])
  })

  it('are those that have just ended, whatever came after them', () => {
    expect(folders([row('3', 0.01), row('2', 0.03), row('1', 0.05)])).toEqual(['3', '2'])
  })
})

describe('the table of what goes', () => {
  it('has at most 80 columns, whatever a recipe is called', () => {
    const hostile = run('9'.repeat(60), 400, { recipe: '\u001b[31mred\u202e\nline'.repeat(40) })
    const table = renderRemovals(plan([hostile, run('2', 91)]), { now, isDone: false })
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    for (const mark of ['\u001b', '\u202e']) expect(table).not.toContain(mark)
    expect(table.split('\n')).toHaveLength(5)
    expect(table).toContain('30 MB  age: logs, screenshots, bundle\n')
    expect(table).toContain('60 MB of 65 MB to be freed: 8 files of 2 runs')
  })

  it('counts the runs for which there is no room', () => {
    const runs = Array.from({ length: 60 }, (_, index) => run(String(index), 100 + index))
    expect(renderRemovals(plan(runs), { now, isDone: true })).toContain('… and 20 more\n')
  })

  it('says what is held although it is too large, and what is still over', () => {
    const held = { ...run('1', 300), held: 'the newest run of its recipe' }
    const told = renderRemovals(plan([held], { days: 1, perRunMb: 1, totalMb: 1 }), { now, isDone: true })
    expect(told).toContain('0 MB of 32 MB freed: 0 files of 0 runs')
    expect(told).toContain('Still 31 MB over the total budget')
    expect(told).toContain('Run 1 has 32 MB and keeps them: the newest run of its recipe.')
  })
})
