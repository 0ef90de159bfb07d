import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import ResultsCompare from '../src/commands/results/compare.js'
import ResultsReadme from '../src/commands/results/readme.js'
import ResultsRender from '../src/commands/results/render.js'
import { realWorld } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = { compare: ResultsCompare, readme: ResultsReadme, render: ResultsRender }

async function run(name: keyof typeof commands, argv: string[], cwd: string) {
  const world = { ...realWorld(), environment: {}, cwd }
  const Command = class extends (commands[name] as typeof ResultsRender) {
    protected override readonly world = world
  }
  const { stdout, stderr } = await captureOutput(() => Command.run(argv, { root }))
  return { stdout, stderr, exitCode: process.exitCode ?? 0 }
}

afterEach(() => {
  process.exitCode = undefined
})

/** Runs by id, finished in the order given; the recipe is `wiki` and they are of main, unless they say otherwise. */
function workspaceWith(...runs: readonly Partial<RunResult>[]): string {
  const folder = temporaryFolder(onTestFinished)
  writeFileSync(
    join(folder, 'cc-ci.yaml'),
    'version: 1\nrecipes:\n  wiki: { url: wiki }\n  far: { url: "https://x.test/far" }\n',
  )
  for (const [index, change] of runs.entries()) {
    const seq = index + 1
    const result = exampleRunResult({
      ...{ runId: `${seq}`, seq, recipe: 'wiki', pr: null, finished: 1_790_000_000 + seq },
      ...change,
    })
    mkdirSync(join(folder, 'runs', result.runId), { recursive: true })
    writeFileSync(join(folder, 'runs', result.runId, 'results.json'), JSON.stringify(result))
  }
  return folder
}

const lost: Partial<RunResult> = {
  ...{ level: 2, verdict: 'red', pr: 6 },
  rungs: { ...exampleRunResult().rungs, backup_restore: { status: 'fail', seconds: 9, fact: '0 of 4 back' } },
}

describe('results compare', () => {
  it('shows what a pull request changes against the last run of main, at 80 columns', async () => {
    const cwd = workspaceWith({}, {}, { pr: 6 }, lost)
    const { stdout, exitCode } = await run('compare', ['latest'], cwd)

    expect(stdout).toContain('wiki: level 5 → 2, 3 lost\nrun 2 of main (1.1.0+2.39.0) → run 4 of PR #6 (1.1.0+2.39.0)')
    expect(stdout).toMatch(/▼ Backup \+ restore {2}passed {10}FAILED {10}was passing/)
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true)
    expect(exitCode).toBe(0)
  })

  it('compares any two runs in the order given, as one document with --json', async () => {
    const cwd = workspaceWith(lost, {})
    const { stdout } = await run('compare', ['2', '1', '--json'], cwd)

    expect(JSON.parse(stdout)).toMatchObject({
      ...{ recipe: 'wiki', regressed: true, before: { runId: '2', level: 5 }, after: { runId: '1', level: 2, pr: 6 } },
      stores: [{ words: expect.stringContaining('same') }, {}],
    })
  })

  it.each([
    ['runs of other recipes', ['1', '2'], 'RUNS_NOT_COMPARABLE', 'Run 1 tested wiki, run 2 tested blog.'],
    ['a run before which main has none', ['1'], 'BASELINE_MISSING', 'Before run 1, no full run of wiki on main'],
    ['a run that is not there', ['7'], 'RUN_UNKNOWN', 'no run 7'],
    ['no run at all', [], 'ARGUMENT_MISSING', 'run'],
  ])('refuses %s', async (_, argv, code, words) => {
    const { stdout, stderr, exitCode } = await run('compare', argv, workspaceWith({}, { recipe: 'blog' }))

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain(`Code: ${code}`)
    expect(stderr.replace(/\s+/g, ' ')).toContain(words)
  })
})

describe('results render --all', () => {
  it('P-04: renders each run that can be read, and names the corrupt ones', async () => {
    const cwd = workspaceWith({}, lost)
    mkdirSync(join(cwd, 'runs/cut-off'))
    writeFileSync(join(cwd, 'runs/cut-off/results.json'), '{"schemaVersion": 3')
    mkdirSync(join(cwd, 'runs/still-going'))
    const { stdout, stderr, exitCode } = await run('render', ['--all'], cwd)

    expect(stdout).toBe('2 rendered, 0 failed, 1 skipped\n')
    expect(stderr).toContain(`Skipped: ${join(cwd, 'runs/cut-off')}: results.json is not JSON`)
    expect(stderr).not.toContain('still-going')
    for (const file of ['summary.png', 'summary-dark.png', 'badge.svg', 'summary.html', 'junit/cc-ci.xml'])
      for (const id of ['1', '2']) expect(existsSync(join(cwd, 'runs', id, file)), `${id}/${file}`).toBe(true)
    expect(exitCode).toBe(0)
  })

  it('P-04: what cannot be written in one run keeps no other from being rendered, and is exit code 3', async () => {
    const cwd = workspaceWith({}, {}, {})
    mkdirSync(join(cwd, 'runs/2/badge.svg/taken'), { recursive: true })
    writeFileSync(join(cwd, 'runs/2/junit'), 'a file where a folder should be')
    const { stdout, exitCode } = await run('render', ['--all', '--json'], cwd)
    const { rendered } = JSON.parse(stdout) as { rendered: { runId: string; problems: string[] }[] }

    expect(rendered.map(({ runId, problems }) => [runId, problems.length])).toEqual([
      ['3', 0],
      ['2', 2],
      ['1', 0],
    ])
    expect(rendered[1]?.problems).toEqual([
      expect.stringContaining('badge.svg could not be rendered'),
      expect.stringContaining('junit/cc-ci.xml could not be rendered'),
    ])
    expect(existsSync(join(cwd, 'runs/2/summary.html')), 'the rest of that run').toBe(true)
    expect(exitCode).toBe(3)
  })

  it('has nothing to do where no run is, and takes no run besides', async () => {
    expect((await run('render', ['--all'], workspaceWith())).stdout).toBe('0 rendered, 0 failed, 0 skipped\n')
    const { stderr, exitCode } = await run('render', ['1', '--all'], workspaceWith({}))
    expect({ stderr, exitCode }).toEqual({ stderr: expect.stringContaining('FLAGS_CONFLICT'), exitCode: 2 })
  })

  it('without it, renders the latest run alone', async () => {
    const cwd = workspaceWith({}, {})
    await run('render', [], cwd)
    expect(['1', '2'].map((id) => existsSync(join(cwd, 'runs', id, 'summary.html')))).toEqual([false, true])
  })
})

describe('results readme', () => {
  const readme = '# wiki\n\n<!-- metadata -->\n\n* **Status**: 5\n* **Backups**: Yes\n\n<!-- endmetadata -->\n'

  async function workspaceWithRecipe(text: string | undefined, ...runs: readonly Partial<RunResult>[]) {
    const cwd = workspaceWith(...runs)
    const recipe = await gitRepository(join(cwd, 'wiki'))
    await recipe.commit({ 'compose.yml': 'services: {}\n', ...(text !== undefined && { 'README.md': text }) })
    return cwd
  }

  it('prints a patch from the last judged full run of main, says why, and writes nothing', async () => {
    const cwd = await workspaceWithRecipe(
      readme,
      { ...lost, pr: null },
      { pr: 6 },
      { mode: 'quick' },
      { verdict: 'error' },
      { recipe: 'blog' },
    )
    const { stdout, stderr, exitCode } = await run('readme', ['wiki'], cwd)

    expect(stdout).toMatch(/^--- a\/README\.md\n\+\+\+ b\/README\.md\n@@ /)
    expect(stdout).toContain('-* **Backups**: Yes\n+* **Status**: 2, beta\n+* **Backups**: No\n')
    expect(stderr).toContain('From run 1 of commit a91b77d')
    expect(stderr).toContain('Backups: Yes → No (failed: 0 of 4 back)')
    expect(stderr).toContain('For you to add: Category, Image, Email')
    expect(readFileSync(join(cwd, 'wiki/README.md'), 'utf8')).toBe(readme)
    expect(exitCode).toBe(0)
  })

  it('says that there is nothing to change', async () => {
    const said =
      '# wiki\n<!-- metadata -->\n* **Status**: 2, beta\n* **Healthcheck**: Yes\n* **Backups**: Yes\n* **Tests**: 3\n* **SSO**: N/A\n<!-- endmetadata -->\n'
    const { stdout, stderr, exitCode } = await run('readme', ['./wiki'], await workspaceWithRecipe(said, {}))

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 })
    expect(stderr).toContain('nothing to change')
  })

  it.each<[string, string, string | undefined, Partial<RunResult>[], string]>([
    ['a recipe without a judged run of main', 'wiki', readme, [{ pr: 6 }], 'RUN_UNKNOWN'],
    ['a recipe at an address', 'far', readme, [{}], 'RECIPE_NOT_LOCAL'],
    ['a recipe without README', 'wiki', undefined, [{}], 'README_MISSING'],
    ['a block with one mark', 'wiki', '<!-- metadata -->\n', [{}], 'README_BLOCK_BROKEN'],
    ['a README that a terminal would obey', 'wiki', `${readme}\u001b[2J`, [{}], 'README_UNREADABLE'],
    ['a README larger than 1 MiB', 'wiki', 'x'.repeat(1024 * 1024 + 1), [{}], 'README_UNREADABLE'],
  ])('refuses %s', async (_, recipe, text, runs, code) => {
    const { stdout, stderr, exitCode } = await run('readme', [recipe], await workspaceWithRecipe(text, ...runs))

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain(`Code: ${code}`)
  })

  it.each([
    ['leads elsewhere', (file: string, secret: string) => symlinkSync(secret, file)],
    ['is a folder', (file: string) => mkdirSync(file)],
    ['is not UTF-8', (file: string) => writeFileSync(file, Buffer.from([0x23, 0xff, 0xfe, 0x0a]))],
  ])('refuses a README that %s', async (_, make) => {
    const cwd = await workspaceWithRecipe(undefined, {})
    writeFileSync(join(cwd, 'secret'), 'hunter2')
    make(join(cwd, 'wiki/README.md'), join(cwd, 'secret'))
    const { stdout, stderr } = await run('readme', ['wiki'], cwd)

    expect(stderr).toContain('README_UNREADABLE')
    expect(stdout + stderr).not.toContain('hunter2')
  })
})
