import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type History, openHistory } from '../src/site.js'

let runs: string
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'cc-ci-history-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

function put(folder: string, result: Partial<RunResult> | string): void {
  mkdirSync(join(runs, folder), { recursive: true })
  const text =
    typeof result === 'string' ? result : JSON.stringify(exampleRunResult({ runId: folder, pr: null, ...result }))
  writeFileSync(join(runs, folder, 'results.json'), text)
}

function open(now?: () => number): History {
  const history = openHistory(runs, now)
  onTestFinished(() => history.close())
  return history
}

const ids = (history: History, recipe = 'notebook'): string[] => history.runsOf(recipe).map(({ runId }) => runId)

describe('the history of a workspace', () => {
  it('P-03: has every run, newest first by when it finished, whatever its id looks like', () => {
    for (const [id, finished] of [
      ['9', 300],
      ['10', 100],
      ['local-2', 400],
      ['1873', 200],
    ] as const)
      put(id, { finished })
    for (let run = 1; run <= 400; run += 1) put(`many-${run}`, { recipe: 'many', finished: run, seq: run })
    expect(ids(open())).toEqual(['local-2', '9', '1873', '10'])
    expect(ids(open(), 'many')).toHaveLength(400)
  })

  it('puts runs that finished in the same second in the order of their sequence', () => {
    for (const seq of [2, 10, 9]) put(`run-${seq}`, { finished: 100, seq })
    expect(ids(open())).toEqual(['run-10', 'run-9', 'run-2'])
  })

  it('P-04: names what cannot be read, is silent of what is still going, and reads results of schema 2', () => {
    put('1', { finished: 1 })
    put('2-cut-off', '{"schemaVersion": 3, "runId"')
    put('3-no-recipe', '{"schema": 2, "run_id": 4, "finished": 4, "rungs": {}}')
    put(
      '4-old',
      '{"schema": 2, "run_id": 5, "recipe": "ghost", "finished": 5, "level": 1, "rungs": {"install": "pass"}}',
    )
    mkdirSync(join(runs, '5-still-going'))
    const history = open()
    expect(history.fleet().map(({ recipe, main }) => [recipe, main?.level])).toEqual([
      ['ghost', 1],
      ['notebook', 5],
    ])
    expect(history.skipped().map(({ folder }) => folder)).toEqual(['2-cut-off', '3-no-recipe'])
  })

  it('takes the kept app of a canonical for no run', () => {
    put('1', { finished: 1 })
    put('1/canonical', { finished: 2, runId: 'inner' })
    expect(ids(open())).toEqual(['1'])
  })

  it('draws the level of a recipe from judged full runs of main, of all tiers, only', () => {
    put('1', { finished: 1, level: 4 })
    put('2', { finished: 2, level: 3 })
    put('3', { finished: 3, level: 0, verdict: 'error' })
    put('4', { finished: 4, level: 2, mode: 'quick' })
    put('5', { finished: 5, level: 1, pr: 7 })
    put('6', { finished: 6, level: 1, tiers: ['install', 'lint'] })
    const [entry] = open().fleet()
    expect([entry?.main?.runId, entry?.before?.runId, entry?.latest.runId, entry?.pullRequest?.runId]).toEqual([
      '2',
      '1',
      '6',
      '5',
    ])
    expect(entry?.recent.map(({ runId }) => runId)).toEqual(['6', '5', '4', '3', '2', '1'])
  })

  it('tells changes of level between such runs, newest first, of all recipes or of one', () => {
    for (const [index, level] of [5, 5, 3, 3, 4].entries())
      put(`a${index}`, { recipe: 'a', finished: index + 1, level })
    for (const [index, level] of [1, 2].entries()) put(`b${index}`, { recipe: 'b', finished: index * 10, level })
    put('a-error', { recipe: 'a', finished: 3.5, level: 0, verdict: 'error' })
    const history = open()
    const told = (options: { limit: number; recipe?: string }) =>
      history.changes(options).map(({ recipe, from, to }) => `${recipe} ${from.level} ${to.level} ${to.runId}`)
    expect(told({ limit: 10 })).toEqual(['b 1 2 b1', 'a 3 4 a4', 'a 5 3 a2'])
    expect(told({ limit: 10, recipe: 'a' })).toEqual(['a 3 4 a4', 'a 5 3 a2'])
    expect(told({ limit: 1 })).toEqual(['b 1 2 b1'])
  })

  it('is found by the id of a run', () => {
    put('folder', { runId: 'id' })
    expect([open().run('id')?.folder, open().run('folder')]).toEqual(['folder', undefined])
  })

  it('is nothing where there is no folder yet', () => {
    const history = openHistory(join(runs, 'nowhere'))
    onTestFinished(() => history.close())
    expect([history.fleet(), history.changes({ limit: 1 }), history.skipped()]).toEqual([[], [], []])
  })
})

describe('the index of the history', () => {
  it('sees what came, changed and went since it was written, also while it is open', () => {
    put('1', { finished: 1 })
    put('2', { finished: 2 })
    open()
    put('3', { finished: 3 })
    put('2', { finished: 2, level: 1 })
    rmSync(join(runs, '1'), { recursive: true })
    const history = open()
    expect(history.runsOf('notebook').map(({ runId, level }) => [runId, level])).toEqual([
      ['3', 5],
      ['2', 1],
    ])

    put('4', { finished: 4 })
    mkdirSync(join(runs, '5'))
    history.refresh()
    put('5', { finished: 5 })
    put('4', { finished: 4, level: 2 })
    history.refresh()
    expect(history.runsOf('notebook').map(({ runId, level }) => [runId, level])).toEqual([
      ['5', 5],
      ['4', 2],
      ['3', 5],
      ['2', 1],
    ])
  })

  it('looks at old runs again after a minute', () => {
    put('1', { finished: 1 })
    const longAgo = new Date('2020-01-01')
    utimesSync(join(runs, '1/results.json'), longAgo, longAgo)
    let now = Date.now()
    const history = open(() => now)
    put('1', { finished: 1, level: 2 })
    utimesSync(join(runs, '1/results.json'), new Date('2020-01-02'), new Date('2020-01-02'))
    history.refresh()
    expect(history.run('1')?.level).toBe(5)
    now += 61_000
    history.refresh()
    expect(history.run('1')?.level).toBe(2)
  })

  it('looks at five hundred of very many old runs at once, and so at all of them in turn', () => {
    const longAgo = new Date('2020-01-01')
    for (let run = 0; run < 1500; run += 1) {
      put(`${run}`, { finished: run })
      utimesSync(join(runs, `${run}/results.json`), longAgo, longAgo)
    }
    let now = Date.now()
    const history = open(() => now)
    for (let run = 0; run < 1500; run += 1) put(`${run}`, { finished: run, level: 2 })
    const seen = (): number => history.runsOf('notebook').filter(({ level }) => level === 2).length
    for (const expected of [500, 1000, 1500]) {
      now += 61_000
      history.refresh()
      expect(seen()).toBe(expected)
    }
  })

  it.each([
    ['no database', 'this is no database, and long enough to be looked at as one '.repeat(100)],
    ['empty', ''],
  ])('is made anew when its file is %s', (_, content) => {
    put('1', { finished: 1 })
    writeFileSync(join(runs, 'history.db'), content)
    expect(ids(open())).toEqual(['1'])
    expect(ids(open())).toEqual(['1'])
  })

  it('is made anew when a part of its file is overwritten', () => {
    for (let run = 1; run <= 50; run += 1) put(String(run), { finished: run })
    openHistory(runs).close()
    const file = join(runs, 'history.db')
    writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\u0000'), Buffer.alloc(20_000, 7)]))
    expect(ids(open())).toHaveLength(50)
  })

  it('lives in memory where nothing can be written', () => {
    put('1', { finished: 1 })
    mkdirSync(join(runs, 'history.db'))
    expect(ids(open())).toEqual(['1'])
  })

  it('is whole after a process that wrote it was killed with -9', async () => {
    for (let run = 1; run <= 300; run += 1) put(String(run), { finished: run })
    const child = openElsewhere()
    await untilExists(join(runs, 'history.db'), child)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.on('exit', resolve))
    expect(ids(open())).toHaveLength(300)
  })

  it('is written by several processes at once without damage', async () => {
    for (let run = 1; run <= 200; run += 1) put(String(run), { finished: run })
    const children = [openElsewhere(), openElsewhere(), openElsewhere()]
    const codes = await Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve))))
    expect(codes).toEqual([0, 0, 0])
    expect(ids(open())).toHaveLength(200)
  })

  function openElsewhere() {
    const program = fileURLToPath(new URL('programs/open-history.ts', import.meta.url))
    const child = spawn(process.execPath, ['--conditions=@cc-ci/source', '--import', 'tsx', program, runs], {
      stdio: 'inherit',
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    return child
  }

  async function untilExists(file: string, child: ReturnType<typeof openElsewhere>): Promise<void> {
    await expect.poll(() => existsSync(file) || child.exitCode !== null, { timeout: 20_000, interval: 2 }).toBe(true)
  }
})
