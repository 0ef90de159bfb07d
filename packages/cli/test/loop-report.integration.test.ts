import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printCheckedLine } from '@cc-ci/contracts/checked-lines'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import LoopDoctor from '../src/commands/loop/doctor.js'
import LoopReport from '../src/commands/loop/report.js'
import { realWorld } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = { doctor: LoopDoctor, report: LoopReport }
const session = '11111111-2222-4333-8444-555555555555'

afterEach(() => {
  process.exitCode = undefined
})

async function run(name: keyof typeof commands, argv: readonly string[], cwd: string, home: string) {
  const world = { ...realWorld(), environment: { HOME: home, PATH: process.env.PATH }, cwd }
  const Command = class extends (commands[name] as typeof LoopReport) {
    protected override readonly world = world
  }
  const { stdout, stderr } = await captureOutput(() => Command.run([...argv], { root }))
  return { stdout, stderr, exitCode: process.exitCode ?? 0 }
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

const config = `version: 1
loops:
  - { name: builder, role: builder, prompts: [p.md], folder: clones/builder }
`
const plan =
  'version: 1\nphases:\n  - { id: "1", title: The server, file: 1.md, items: [{ id: D1, title: It answers }, { id: D2, title: It ends }] }\n'
/** The second that gitRepository gives its first commit; each later one is a minute after the one before. */
const firstCommit = Date.UTC(2026, 0, 1) / 1000

const answer = (id: string, at: number, output: number): string =>
  `${JSON.stringify({
    type: 'assistant',
    timestamp: new Date(at * 1000).toISOString(),
    message: { id, model: 'large', usage: { input_tokens: 1, output_tokens: output } },
  })}\n`

/** A workspace that is a repository in which a claim was reviewed, and a loop with a journal and transcripts. */
async function workedWorkspace() {
  const folder = temporaryFolder(onTestFinished)
  const [workspace, home] = [join(folder, 'workspace'), join(folder, 'home')]
  const repository = await gitRepository(workspace)
  await repository.commit({ 'cc-ci.yaml': config, 'plans/phases.yaml': plan, 'p.md': 'x' }, 'claimed nothing yet')
  await repository.commit({ a: '1' }, 'claim(1/D1): it answers')
  await repository.commit({ a: '2' }, 'review(1/D1): PASS it does')
  await repository.commit({ a: '3' }, 'claim(1/D2): it ends')
  const state = join(workspace, '.cc-ci/loops')
  const events = [
    { at: firstCommit, event: 'session', sessionId: session, reason: 'first' },
    { at: firstCommit, event: 'starting', sessionId: session, resumed: false },
    { at: firstCommit + 99, event: 'exited', code: 1, signal: null },
  ]
  write(join(state, 'builder/journal.jsonl'), events.map(printCheckedLine).join(''))
  write(join(state, 'helper/journal.jsonl'), printCheckedLine({ at: 1, event: 'held', reason: 'lunch' }))
  const transcript = join(home, '.claude/projects/-srv', session)
  write(`${transcript}.jsonl`, answer('m1', firstCommit + 30, 5) + answer('m1', firstCommit + 30, 5))
  write(join(transcript, 'subagents/agent-1.jsonl'), answer('m2', firstCommit + 90, 7))
  return { folder, workspace, home }
}

describe('loop report', () => {
  it('puts journals, commits and transcripts together, also of a loop that is no longer configured', async () => {
    const { workspace, home, folder } = await workedWorkspace()
    const file = join(folder, 'pages/report.html')
    const { stdout, exitCode } = await run('report', ['--json', '--output', file], workspace, home)

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      file,
      loops: [
        { name: 'builder', tokens: { output: 12 }, timeline: [{}, { kind: 'start' }, { kind: 'exit', trouble: true }] },
        { name: 'helper', role: 'no longer in cc-ci.yaml', timeline: [{ text: 'held: lunch' }] },
      ],
      phases: [
        {
          items: [
            { id: 'D1', state: 'passed', verdictAfter: 60, claiming: { output: 5 }, reviewing: { output: 7 } },
            { id: 'D2', state: 'claimed' },
          ],
        },
      ],
      open: ['1/D2 waits for its review'],
    })
    expect(readFileSync(file, 'utf8')).toContain('ended with 1 after 1 min 39 s, nobody asked for it')
  })

  it('says the most of it at once, and where the page is', async () => {
    const { workspace, home } = await workedWorkspace()
    const { stdout } = await run('report', [], workspace, home)
    const file = join(workspace, '.cc-ci/loop-report.html')

    expect(stdout).toContain('  1  The server: 1 of 2 items passed\n')
    expect(stdout.trim().split('\n').at(-1)).toBe(file)
    expect(existsSync(file)).toBe(true)
  })

  it('reports on a workspace in which nothing has happened', async () => {
    const folder = temporaryFolder(onTestFinished)
    write(join(folder, 'cc-ci.yaml'), config)
    const { stdout, exitCode } = await run('report', ['--json'], folder, folder)

    expect(JSON.parse(stdout)).toMatchObject({ loops: [{ name: 'builder', timeline: [] }], phases: [], open: [] })
    expect(exitCode).toBe(0)
  })

  it('refuses a file that it cannot write', async () => {
    const { workspace, home } = await workedWorkspace()
    const { stdout, exitCode } = await run('report', ['--json', '--output', 'cc-ci.yaml/x'], workspace, home)

    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'REPORT_UNWRITABLE', hint: expect.any(String) } })
    expect(exitCode).toBe(2)
  })
})

describe('loop doctor', () => {
  it('ends with 1 where a problem is, and gives every check as one document', async () => {
    const { workspace, home } = await workedWorkspace()
    const { stdout, stderr, exitCode } = await run('doctor', ['--json'], workspace, home)
    const { checks } = JSON.parse(stdout)

    expect(exitCode).toBe(1)
    expect(checks).toContainEqual(
      expect.objectContaining({
        id: 'clone',
        loop: 'builder',
        outcome: 'problem',
        fix: expect.stringContaining('git clone'),
      }),
    )
    expect(checks).toContainEqual(expect.objectContaining({ id: 'plan', outcome: 'ok' }))
    expect(stderr).toContain('builder: its folder is a clone\n    clones/builder does not exist\n')
  })

  it('prints what it found for somebody else, who gets the same judgement from it elsewhere', async () => {
    const { workspace, home, folder } = await workedWorkspace()
    write(join(workspace, 'p.md'), 'The key is s3cret.\nYou are {{lop}}.\n')
    const { stdout: printed, exitCode } = await run('doctor', ['--facts'], workspace, home)
    const file = join(folder, 'facts.json')
    write(file, printed)

    expect(exitCode).toBe(0)
    expect(printed).not.toContain('s3cret')
    const elsewhere = await run('doctor', ['--fixture', file, '--json'], folder, folder)
    expect(elsewhere.exitCode).toBe(1)
    expect(JSON.parse(elsewhere.stdout).checks).toContainEqual(
      expect.objectContaining({ id: 'prompt', outcome: 'problem', evidence: expect.stringContaining('line 2') }),
    )
    expect(JSON.parse((await run('doctor', ['--fixture', folder, '--json'], folder, folder)).stdout)).toMatchObject({
      error: { code: 'FACTS_INVALID', exitCode: 2 },
    })
  })

  it('changes nothing', async () => {
    const { workspace, home } = await workedWorkspace()
    await run('doctor', [], workspace, home)

    expect(existsSync(join(home, '.claude.json'))).toBe(false)
    expect(existsSync(join(workspace, '.cc-ci/loops/tmux.sock'))).toBe(false)
  })
})
