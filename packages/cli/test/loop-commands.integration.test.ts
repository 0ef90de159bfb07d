import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, expect, it, onTestFinished } from 'vitest'
import { agentCommand, runner } from '../../loop-launcher/test/agent-command.js'
import LoopAttach from '../src/commands/loop/attach.js'
import LoopHold from '../src/commands/loop/hold.js'
import LoopLogs from '../src/commands/loop/logs.js'
import LoopRelease from '../src/commands/loop/release.js'
import LoopRestart from '../src/commands/loop/restart.js'
import LoopSend from '../src/commands/loop/send.js'
import LoopStart from '../src/commands/loop/start.js'
import LoopStatusCommand from '../src/commands/loop/status.js'
import LoopStop from '../src/commands/loop/stop.js'
import { realWorld } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = {
  attach: LoopAttach,
  hold: LoopHold,
  logs: LoopLogs,
  release: LoopRelease,
  restart: LoopRestart,
  send: LoopSend,
  start: LoopStart,
  status: LoopStatusCommand,
  stop: LoopStop,
}

const plan = `version: 1
phases:
  - { id: "1", title: The server, file: phase-1.md, items: [{ id: D1, title: It answers. }] }
  - { id: 1c, title: Reproducible, file: phase-1c.md, items: [{ id: C1, title: It is built twice. }] }
`

afterEach(() => {
  process.exitCode = undefined
})

/** A workspace with a builder and an adversary, both the fake agent. */
async function createWorkspace() {
  const folder = temporaryFolder(onTestFinished)
  const socket = join(folder, '.cc-ci/loops/tmux.sock')
  onTestFinished(() => {
    spawnSync('tmux', ['-S', socket, 'kill-server'])
  })
  const loops = []
  for (const role of ['builder', 'adversary']) {
    await (await gitRepository(join(folder, role))).commit({ 'README.md': 'work\n' })
    writeFileSync(
      join(folder, `${role}.md`),
      'You are {{loop}}, facing {{peer}}, in phase {{phase}} ({{phaseTitle}}).\n',
    )
    const agent = { command: agentCommand({ speed: 20 }) }
    loops.push({ name: role, role, agent, prompts: [`${role}.md`], folder: role })
  }
  mkdirSync(join(folder, 'plans'))
  mkdirSync(join(folder, 'config'))
  writeFileSync(join(folder, 'plans/phases.yaml'), plan)
  writeFileSync(join(folder, 'cc-ci.yaml'), JSON.stringify({ version: 1, loops }))
  const CLAUDE_CONFIG_DIR = join(folder, 'config')
  const environment = { PATH: process.env.PATH, HOME: folder, CLAUDE_CONFIG_DIR, CC_CI_LOOP_PACE: '20' }
  return {
    folder,
    async run(name: keyof typeof commands, ...argv: string[]) {
      const world = { ...realWorld(), ...runner, environment, cwd: folder }
      const Command = class extends (commands[name] as typeof LoopStart) {
        protected override readonly world = world
      }
      const { stdout, stderr } = await captureOutput(() => Command.run([...argv, '--json'], { root }))
      return { document: JSON.parse(stdout), stderr, exitCode: process.exitCode ?? 0 }
    },
  }
}

it('starts both loops, says what they do, and stops them', async () => {
  const { folder, run } = await createWorkspace()
  const started = await run('start')

  expect(started.document.loops).toMatchObject([
    { loop: 'builder', outcome: 'started', phase: '1' },
    { loop: 'adversary', outcome: 'started', phase: '1' },
  ])
  expect(started.stderr).toMatch(/^builder has begun conversation \S+ \(process \d+, phase 1\) and has acknowledged/m)

  expect((await run('status')).document.loops).toMatchObject([
    { loop: 'builder', role: 'builder', phase: '1', prompted: true },
    { loop: 'adversary', role: 'adversary', phase: '1', prompted: true },
  ])
  const socket = join(folder, '.cc-ci/loops/tmux.sock')
  expect((await run('attach', 'builder')).document.command).toEqual(
    `tmux -S ${socket} attach-session -t =builder`.split(' '),
  )
  const again = await run('start', 'builder')
  expect(again.stderr).toContain('builder runs already')

  expect((await run('stop')).document.loops).toMatchObject([{ outcome: 'asked' }, { outcome: 'asked' }])
  expect((await run('status')).document.loops).toMatchObject([{ state: 'off' }, { state: 'off' }])
  expect(() => execFileSync('tmux', ['-S', socket, 'list-sessions'], { stdio: 'pipe' })).toThrow()
})

it('goes to another phase at a restart, and gives the conversation its prompt', async () => {
  const { run } = await createWorkspace()
  await run('start', 'builder')
  const restarted = await run('restart', 'builder', '--resume-phase', '1c')

  expect(restarted.document).toMatchObject({ outcome: 'started', resumed: true, phase: '1c' })
  const { document } = await run('logs', 'builder')
  const said = (document.lines as { from: string; text: string }[]).filter(({ from }) => from === 'user')
  expect(said.map(({ text }) => text)).toEqual([
    expect.stringContaining('You are builder, facing adversary, in phase 1 (The server).'),
    expect.stringContaining('in phase 1c (Reproducible).'),
  ])
  await run('stop')
})

it('refuses names that nobody knows, and says the likely one', async () => {
  const { run } = await createWorkspace()

  expect((await run('start', 'bilder')).document.error).toMatchObject({
    code: 'LOOP_UNKNOWN',
    hint: 'Did you mean builder?',
    exitCode: 2,
  })
  expect((await run('start', 'builder', '--resume-phase', '1d')).document.error).toMatchObject({
    code: 'PHASE_UNKNOWN',
    exitCode: 2,
  })
  expect((await run('send', 'builder', 'Hello.')).document.error).toMatchObject({ code: 'LOOP_NOT_RUNNING' })
})

it('holds and releases a loop, and refuses to start one that is held', async () => {
  const { run } = await createWorkspace()
  expect((await run('hold', 'builder', '--reason', 'I look')).document).toMatchObject({ held: true, changed: true })
  expect((await run('start')).document.error).toMatchObject({ code: 'LOOP_HELD' })
  expect((await run('release', 'builder')).document).toMatchObject({ held: false, changed: true })
})
