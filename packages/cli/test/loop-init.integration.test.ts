import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import LoopInit from '../src/commands/loop/init.js'
import { planPackageFolder } from '../src/loop-setup/read-plan-package.js'
import { loadWorkspace } from '../src/workspace/load-workspace.js'
import { realWorld } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))

afterEach(() => {
  process.exitCode = undefined
})

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(onTestFinished)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

const brought = {
  'plans/phases.yaml':
    'version: 1\nphases: [{ id: "1", title: One, file: one.md, items: [{ id: D1, title: It is }] }]\n',
  'plans/one.md': '# One\n',
  'prompts/builder.md': 'You are {{loop}}.\n',
}

async function init(cwd: string, argv: readonly string[] = [], planPackage = folderWith(brought)) {
  const world = { ...realWorld(), environment: {}, cwd }
  const Command = class extends LoopInit {
    protected override readonly world = world
    protected override get planPackage() {
      return planPackage
    }
  }
  const { stdout, stderr } = await captureOutput(() => Command.run([...argv], { root }))
  return { stdout, stderr, exitCode: process.exitCode ?? 0 }
}

describe('loop init', () => {
  it('adds loops, plans, prompts and the protocol folder, tells what each file is, and what to type next', async () => {
    const folder = folderWith({ 'cc-ci.yaml': '# mine\nversion: 1\n' })
    const { stdout, exitCode } = await init(folder, ['--yes'])

    expect(exitCode).toBe(0)
    expect(loadWorkspace(folder, {}).config.loops.map(({ name }) => name)).toEqual([
      'builder',
      'adversary',
      'orchestrator',
    ])
    expect(readFileSync(join(folder, 'prompts/builder.md'), 'utf8')).toBe('You are {{loop}}.\n')
    expect(existsSync(join(folder, 'protocol/inbox/adversary/.gitkeep'))).toBe(true)
    expect(stdout).toMatch(/plans\/phases\.yaml +the phases, their items and models/)
    expect(stdout.trim().split('\n').slice(-2)).toEqual(['  cc-ci loop doctor', '  cc-ci loop start'])
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('changes nothing the second time', async () => {
    const folder = folderWith({ 'cc-ci.yaml': 'version: 1\n' })
    await init(folder)
    const before = readFileSync(join(folder, 'cc-ci.yaml'), 'utf8')
    const { stdout } = await init(folder, ['--json'])

    expect(JSON.parse(stdout)).toMatchObject({ folder, written: [] })
    expect(readFileSync(join(folder, 'cc-ci.yaml'), 'utf8')).toBe(before)
  })

  it('overwrites nothing, names all that is in the way, and leaves the rest unwritten', async () => {
    const folder = folderWith({ 'cc-ci.yaml': 'version: 1\n', 'plans/one.md': 'mine', 'prompts/builder.md/x': '' })
    const { stdout, exitCode } = await init(folder, ['--json'])

    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'LOOPS_IN_THE_WAY', message: expect.stringMatching(/plans\/one\.md(.|\n)*prompts\/builder\.md/) },
    })
    expect(exitCode).toBe(2)
    expect(readFileSync(join(folder, 'cc-ci.yaml'), 'utf8')).toBe('version: 1\n')
    expect(existsSync(join(folder, 'protocol'))).toBe(false)
  })

  it.each([
    ['a workspace', {}, brought, 'WORKSPACE_MISSING', 2],
    ['the plan package', { 'cc-ci.yaml': 'version: 1\n' }, {}, 'PLAN_PACKAGE_MISSING', 3],
  ])('says so where there is no %s', async (_, files, plans, code, exitCode) => {
    const answer = await init(folderWith(files), ['--json'], folderWith(plans))

    expect(JSON.parse(answer.stdout)).toMatchObject({ error: { code, exitCode, hint: expect.any(String) } })
  })
})

it('takes plans and prompts from the repository, or from beside the published code, never from the user’s project', () => {
  const published = folderWith({ 'dist/main.js': '' })

  expect(planPackageFolder(published)).toBe(join(published, 'dist/plan-package'))
  expect(planPackageFolder(root)).toBe(join(root, '../..'))
})
