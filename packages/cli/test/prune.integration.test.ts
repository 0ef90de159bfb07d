import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, expect, it, onTestFinished } from 'vitest'
import ResultsPrune from '../src/commands/results/prune.js'
import { realWorld } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))

afterEach(() => {
  process.exitCode = undefined
})

/** A workspace with an old run and a newer one, whose settings let a run keep its logs for a day. */
function createWorkspace(retention = '{ days: 1 }') {
  const folder = temporaryFolder(onTestFinished)
  writeFileSync(join(folder, 'cc-ci.yaml'), `version: 1\nresults: { retention: ${retention} }\n`)
  for (const run of ['1', '2']) {
    mkdirSync(join(folder, 'runs', run), { recursive: true })
    const result = exampleRunResult({ runId: run, seq: Number(run), finished: 1_790_000_000 + Number(run) })
    writeFileSync(join(folder, 'runs', run, 'results.json'), JSON.stringify(result))
    writeFileSync(join(folder, 'runs', run, 'events.jsonl'), '{}\n')
  }
  return { folder, filesOf: (run: string) => readdirSync(join(folder, 'runs', run)).toSorted() }
}

async function prune(cwd: string, ...argv: string[]) {
  const world = { ...realWorld(), environment: {}, cwd, clock: clockAt(1_790_000_000 + 30 * 86_400) }
  const Command = class extends ResultsPrune {
    protected override readonly world = world
  }
  return captureOutput(() => Command.run(argv, { root }))
}

const clockAt = (seconds: number) =>
  Object.assign(Object.create(realWorld().clock), { now: () => new Date(seconds * 1000) })

it('results prune --dry-run shows what would go, and removes nothing', async () => {
  const { folder, filesOf } = createWorkspace()
  const { stdout } = await prune(folder, '--dry-run')
  expect(stdout).toMatch(/^1 +notebook +29 d +1 kB {2}age: logs$/m)
  expect(stdout).toContain('to be freed: 1 file of 1 run')
  expect(filesOf('1')).toEqual(['events.jsonl', 'results.json'])
})

it('results prune removes it and leaves the result', async () => {
  const { folder, filesOf } = createWorkspace()
  const { stdout } = await prune(folder, '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    removals: [{ run: '1', recipe: 'notebook', bytes: 3, files: [{ path: 'events.jsonl', reason: 'age' }] }],
  })
  expect(filesOf('1')).toEqual(['pruned.txt', 'results.json'])
  expect(filesOf('2')).toEqual(['events.jsonl', 'results.json'])
})

it('results prune says which file it could not remove', async () => {
  const { folder, filesOf } = createWorkspace()
  mkdirSync(join(folder, 'runs/1/pruned.txt'))
  const { stdout } = await prune(folder, '--json')
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'PRUNE_INCOMPLETE', exitCode: 3 } })
  expect(stdout).toContain('runs/1/pruned.txt')
  expect(filesOf('1')).toContain('events.jsonl')
})

it('results prune names the line of a budget that is none', async () => {
  const { folder } = createWorkspace('{ days: 0 }')
  expect((await prune(folder)).stderr).toContain('results.retention.days')
})
