import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findRun, readRuns } from '../src/adapters/run-folders.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cc-ci-runs-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function store(name: string, text: string | undefined): void {
  mkdirSync(join(folder, name))
  if (text !== undefined) writeFileSync(join(folder, name, 'results.json'), text)
}

function storeRun(runId: string, finished: number): void {
  store(runId, JSON.stringify(exampleRunResult({ runId, finished })))
}

describe('the runs of a workspace', () => {
  it('P-03: stand newest first by when they finished, whatever their ids look like', async () => {
    for (const [id, finished] of [
      ['9', 300],
      ['10', 100],
      ['local-2', 400],
      ['1873', 200],
    ] as const)
      storeRun(id, finished)
    const { runs } = await readRuns(folder)
    expect(runs.map(({ result }) => result.runId)).toEqual(['local-2', '9', '1873', '10'])
  })

  it('P-03: are all there, also when they are many', async () => {
    for (let run = 1; run <= 362; run += 1) storeRun(String(run), run)
    expect((await readRuns(folder)).runs).toHaveLength(362)
  })

  it('P-04: a corrupt, empty or foreign folder is skipped with its reason, and the rest is shown', async () => {
    storeRun('1', 1)
    store('2-cut-off', '{"schemaVersion": 3, "runId"')
    store('3-still-running', undefined)
    store('4-no-recipe', '{"schema": 2, "run_id": 4, "finished": 4, "rungs": {}}')
    store(
      '5-old',
      '{"schema": 2, "run_id": 5, "recipe": "ghost", "finished": 5, "level": 1, "rungs": {"install": "pass"}}',
    )
    writeFileSync(join(folder, 'sequence'), '5')
    const { runs, skipped } = await readRuns(folder)
    expect(runs.map(({ result }) => result.runId)).toEqual(['5', '1'])
    expect(skipped.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('is not JSON'),
      expect.stringContaining('cannot be read'),
      expect.stringContaining('"recipe"'),
    ])
  })

  it('are none where there is no folder yet', async () => {
    expect(await readRuns(join(folder, 'nowhere'))).toEqual({ runs: [], skipped: [] })
  })

  it('are found by id, and without one the newest', async () => {
    storeRun('a', 2)
    storeRun('b', 1)
    expect(await findRun(folder, 'b')).toMatchObject({ folder: join(folder, 'b'), result: { runId: 'b' } })
    expect(await findRun(folder)).toMatchObject({ result: { runId: 'a' } })
    expect(await findRun(folder, 'c')).toBeUndefined()
  })
})
