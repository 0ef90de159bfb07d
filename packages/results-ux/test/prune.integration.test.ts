import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory, planPruning, pruneRuns } from '../src/site.js'

const now = 1_790_000_000
const day = 86_400
const strict = { days: 1, perRunMb: 0.0001, totalMb: 0.0001 }

let runs: string
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'cc-ci-prune-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

function put(folder: string, ageDays: number, result: Partial<RunResult> = {}): void {
  const told = exampleRunResult({
    runId: folder,
    seq: Number(folder),
    finished: now - ageDays * day,
    pr: null,
    ...result,
  })
  write(`${folder}/results.json`, JSON.stringify(told))
  write(`${folder}/results.json.sig`, '{}')
  write(`${folder}/events.jsonl`, '{}\n'.repeat(100))
  write(`${folder}/evidence/app.1.log`, 'line\n'.repeat(100))
  write(`${folder}/dependencies/idp/evidence/app.1.log`, 'line\n')
}

function write(path: string, text: string): void {
  mkdirSync(join(runs, path, '..'), { recursive: true })
  writeFileSync(join(runs, path), text)
}

function prune(settings = strict) {
  const history = openHistory(runs)
  try {
    const plan = planPruning(runs, history, { settings, now })
    return { plan, failed: pruneRuns(runs, plan, now) }
  } finally {
    history.close()
  }
}

const namesIn = (folder: string): string[] => readdirSync(join(runs, folder)).toSorted()
const left = ['pruned.txt', 'results.json', 'results.json.sig']

describe('pruning the runs of a workspace', () => {
  it('leaves the result of an old run, its signature and a word on what went, and the newest run whole', () => {
    put('1', 9)
    put('2', 8)
    const { plan, failed } = prune()
    expect(failed).toEqual([])
    expect(namesIn('1')).toEqual(left)
    expect(namesIn('2')).toHaveLength(5)
    expect(readFileSync(join(runs, '1/pruned.txt'), 'utf8')).toBe(
      '2026-09-21: 3 files, 1 kB: logs of a green run (age)\n',
    )
    expect(plan.before - plan.after).toBe(805)
  })

  it('finds nothing more the second time, and the history still has every run', () => {
    for (const run of ['1', '2', '3']) put(run, 10 - Number(run))
    prune()
    expect(prune().plan.removals).toEqual([])
    const history = openHistory(runs)
    expect(history.runsOf('notebook').map(({ runId }) => runId)).toEqual(['3', '2', '1'])
    history.close()
  })

  it('touches no run that is still going or was killed, and none whose result cannot be read', () => {
    put('1', 9)
    put('2', 1)
    write('3/events.jsonl', '{}\n')
    write('4/results.json', '{"schemaVersion": 3')
    write('4/evidence/app.1.log', 'line\n')
    prune()
    expect(namesIn('3')).toEqual(['events.jsonl'])
    expect(namesIn('4')).toEqual(['evidence', 'results.json'])
  })

  it('keeps the run behind the canonical of a recipe, and all of them when nobody can read which it is', () => {
    const commit = 'c'.repeat(40)
    put('1', 9)
    put('2', 8, { ref: commit })
    put('3', 7)
    const canonical = { recipe: 'notebook', version: '1.0.0+1', commit, status: 'idle', ts: 1 }
    write('canonical.notebook.json', '{"recipe": "note')
    expect(prune().plan.removals).toEqual([])
    write('canonical.notebook.json', JSON.stringify(canonical))
    prune()
    expect(namesIn('1')).toEqual(left)
    expect(namesIn('2')).toHaveLength(5)
  })

  it('removes a link and not what it leads to', () => {
    put('1', 9)
    put('2', 8)
    const outside = mkdtempSync(join(tmpdir(), 'cc-ci-outside-'))
    writeFileSync(join(outside, 'precious.log'), 'mine')
    symlinkSync(outside, join(runs, '1/evidence/link.log'))
    prune()
    expect(namesIn('1')).toEqual(left)
    expect(readFileSync(join(outside, 'precious.log'), 'utf8')).toBe('mine')
    rmSync(outside, { recursive: true })
  })

  it('says what it could not remove, and removes the rest', () => {
    put('1', 9)
    put('2', 8)
    mkdirSync(join(runs, '1/pruned.txt'))
    put('3', 7)
    const { failed } = prune()
    expect(failed.map(({ file }) => file)).toEqual([join(runs, '1/pruned.txt')])
    expect(namesIn('1')).toContain('evidence')
    expect(namesIn('2')).toEqual(left)
  })

  it.each([1, 4, 8])(
    'leaves every result when it is killed before file %i, and is completed by the next one',
    (fatal) => {
      for (const run of ['1', '2', '3', '4']) put(run, 10 - Number(run))
      const program = fileURLToPath(new URL('programs/prune-and-die.ts', import.meta.url))
      const node = ['--conditions=@cc-ci/source', '--import', 'tsx', program, runs, String(now), String(fatal)]
      expect(spawnSync(process.execPath, node).signal).toBe('SIGKILL')
      for (const run of ['1', '2', '3', '4']) {
        const result = JSON.parse(readFileSync(join(runs, run, 'results.json'), 'utf8')) as RunResult
        expect(result.runId).toBe(run)
        expect(existsSync(join(runs, run, 'events.jsonl')) || existsSync(join(runs, run, 'pruned.txt'))).toBe(true)
      }
      expect(existsSync(join(runs, '3/evidence'))).toBe(true)
      expect(prune().failed).toEqual([])
      for (const run of ['1', '2', '3']) expect(namesIn(run)).toEqual(left)
    },
  )
})
