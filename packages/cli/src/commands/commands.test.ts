import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { ScriptedProcessRunner, temporaryFolder } from '@cc-ci/kernel/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { realWorld, type World } from '../world.js'
import ConfigCheck from './config/check.js'
import ConfigSchema from './config/schema.js'
import ConfigShow from './config/show.js'
import RecipeLint from './recipe/lint.js'
import ResultsBundle from './results/bundle.js'
import ResultsOpen from './results/open.js'
import ResultsRender from './results/render.js'
import ResultsShow from './results/show.js'
import Test from './test.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const commands = {
  ResultsBundle,
  ConfigCheck,
  ConfigSchema,
  ConfigShow,
  RecipeLint,
  ResultsOpen,
  ResultsRender,
  ResultsShow,
  Test,
}

function workspaceWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder(onTestFinished)
  const all = { 'cc-ci.yaml': 'version: 1\nrecipes: { wiki: { url: wiki } }\n', ...files }
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

async function run(name: keyof typeof commands, argv: string[], world: Partial<World>) {
  const whole = { ...realWorld(), environment: {}, ...world }
  const Command = class extends (commands[name] as typeof Test) {
    protected override readonly world = whole
  }
  const { stdout, stderr } = await captureOutput(() => Command.run(argv, { root }))
  return { stdout, stderr, exitCode: process.exitCode }
}

afterEach(() => {
  process.exitCode = undefined
})

const runs = (...finished: number[]): Record<string, string> =>
  Object.fromEntries(
    finished.map((at, index) => {
      const runId = String(index + 1)
      return [`runs/${runId}/results.json`, JSON.stringify(exampleRunResult({ runId, seq: index + 1, finished: at }))]
    }),
  )

describe('with --json', () => {
  it.each<[keyof typeof commands, string[], string]>([
    ['Test', ['wikki'], 'RECIPE_UNKNOWN'],
    ['Test', ['wiki'], 'RECIPE_FOLDER_MISSING'],
    ['Test', ['wiki', '--tiers', 'x'], 'TIER_UNKNOWN'],
    ['Test', [], 'ARGUMENT_MISSING'],
    ['Test', ['wiki', '--form', '1'], 'FLAG_UNKNOWN'],
    ['RecipeLint', ['wikki'], 'RECIPE_UNKNOWN'],
    ['ResultsShow', [], 'RUN_UNKNOWN'],
    ['ResultsOpen', ['7'], 'RUN_UNKNOWN'],
    ['ResultsRender', ['7'], 'RUN_UNKNOWN'],
    ['ResultsBundle', ['7'], 'RUN_UNKNOWN'],
    ['ConfigSchema', ['x'], 'USAGE'],
  ])('%s %j: one document on standard output, the words on standard error', async (name, argv, code) => {
    const { stdout, stderr, exitCode } = await run(name, [...argv, '--json'], { cwd: workspaceWith() })

    expect(JSON.parse(stdout)).toEqual({
      error: expect.objectContaining({ code, exitCode: 2, hint: expect.any(String) }),
    })
    expect(stderr).toContain(`Code: ${code}`)
    expect(exitCode).toBe(2)
  })

  it.each<[keyof typeof commands, string[], object]>([
    ['ConfigCheck', [], { valid: true }],
    ['ConfigShow', [], { config: { zone: 'ci.test' } }],
    ['ConfigSchema', ['run-event'], {}],
    ['ResultsShow', ['1'], { runId: '1' }],
  ])('%s %j: the answer is that document', async (name, argv, document) => {
    const { stdout, exitCode } = await run(name, [...argv, '--json'], { cwd: workspaceWith(runs(100)) })

    expect(JSON.parse(stdout)).toMatchObject(document)
    expect(exitCode ?? 0).toBe(0)
  })
})

it('shows where the configuration comes from', async () => {
  const cwd = workspaceWith()
  const { stdout } = await run('ConfigShow', [], { cwd, environment: { CC_CI_ZONE: 'x.test' } })

  expect(stdout).toContain(`# ${join(cwd, 'cc-ci.yaml')}\n# zone comes from CC_CI_ZONE\nversion: 1\nzone: x.test`)
})

describe('results', () => {
  it('are the newest run’s, and corrupt ones are named', async () => {
    const cwd = workspaceWith({ ...runs(100, 300, 200), 'runs/9/results.json': '{', 'runs/10/events.jsonl': '' })
    const { stdout, stderr } = await run('ResultsShow', [], { cwd })

    expect(stdout).toContain('run 2')
    expect(stderr).toContain(`${join(cwd, 'runs/9')}: results.json is not JSON`)
    expect(stderr).not.toContain('runs/10')
  })

  it.each([
    ['9', { code: 'RUN_UNREADABLE', place: 'runs/9/results.json' }],
    ['10', { code: 'RUN_UNFINISHED', place: 'runs/10/events.jsonl' }],
    ['77', { code: 'RUN_UNKNOWN', place: 'runs' }],
  ])('of run %s cannot be shown, and it says why', async (id, { code, place }) => {
    const cwd = workspaceWith({ 'runs/9/results.json': '{', 'runs/10/events.jsonl': '' })
    const { stdout, stderr, exitCode } = await run('ResultsShow', [id], { cwd })

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain(`Code: ${code}`)
    expect(stderr).toContain(join(cwd, place))
  })

  it('open prints the page where there is no desktop, and starts nothing', async () => {
    const cwd = workspaceWith({ ...runs(100), 'runs/1/summary.html': '' })
    const processes = new ScriptedProcessRunner()
    const { stdout } = await run('ResultsOpen', [], { cwd, processes })

    expect(stdout).toBe(`${join(cwd, 'runs/1/summary.html')}\n`)
    expect(processes.calls).toEqual([])
  })

  it.runIf(process.platform === 'linux')(
    'open hands the page to the desktop, and survives that none opens it',
    async () => {
      const cwd = workspaceWith({ ...runs(100), 'runs/1/summary.html': '' })
      const processes = new ScriptedProcessRunner().missing('xdg-open')
      const { stderr, exitCode } = await run('ResultsOpen', [], { cwd, processes, environment: { DISPLAY: ':0' } })

      expect(processes.calls).toEqual([`xdg-open ${join(cwd, 'runs/1/summary.html')}`])
      expect(stderr).toContain('No program opened it')
      expect(exitCode ?? 0).toBe(0)
    },
  )

  it('open says how to make a page that is missing', async () => {
    const { stderr, exitCode } = await run('ResultsOpen', [], { cwd: workspaceWith(runs(100)) })

    expect(stderr).toContain('cc-ci results render 1')
    expect(exitCode).toBe(2)
  })
})
