import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExecaProcessRunner, type ProcessRunner } from '@cc-ci/kernel'
import { putOnPath, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ProcessTable } from '../src/adapters/proc/process-table.js'
import { PaneSensor } from '../src/adapters/sensors/pane-sensor.js'
import { ProcessSensor } from '../src/adapters/sensors/process-sensor.js'
import type { WatchedLoop } from '../src/index.js'
import { exampleFacts } from '../src/testing/example-facts.js'

const now = { wall: 1000, mono: 10 }

function loopIn(folder: string, agent: WatchedLoop['runner']['agent'] = null): WatchedLoop {
  const { runner } = exampleFacts(now.wall)
  const about = { name: 'builder', role: 'builder', runner: { ...runner, agent }, folder, clientFolder: folder }
  const files = { transcript: null, statusline: join(folder, 'statusline'), hookSpool: join(folder, 'spool') }
  return { ...about, ...files, clientProgram: 'agent', terminal: { socket: join(folder, 'socket'), name: 'builder' } }
}

/** Programs are looked for in one folder first, or there alone. */
function runnerWith(
  programs: Readonly<Record<string, string>>,
  alone = false,
): { folder: string; processes: ProcessRunner } {
  const folder = temporaryFolder(onTestFinished)
  const own = join(folder, 'bin')
  mkdirSync(own)
  const { PATH } = putOnPath(own, programs)
  const real = new ExecaProcessRunner()
  const env = { PATH: alone ? own : PATH }
  return { folder, processes: { run: (command, args, options) => real.run(command, args, { ...options, env }) } }
}

describe('a terminal server that cannot be asked is unknown, neither gone nor absent', () => {
  it.each([
    ['fails without a word', 'exit 1'],
    ['fails with words that nobody knows', 'echo "lost server" >&2; exit 1'],
    ['may not be asked', 'echo "error connecting to /socket (Permission denied)" >&2; exit 1'],
    [
      'lacks a library',
      'echo "tmux: libevent.so: cannot open shared object file: No such file or directory" >&2; exit 127',
    ],
    ['answers nonsense', 'echo "%0 nonsense"'],
    ['answers what another version might', 'printf "builder:0:%%0:0\\n"'],
    ['is killed', 'kill -9 $$'],
  ])('when tmux %s', async (_, script) => {
    const { folder, processes } = runnerWith({ tmux: script })
    expect(await new PaneSensor(processes).look(loopIn(folder), now)).toMatchObject({ sensed: { known: false } })
  })

  it('when there is no tmux', async () => {
    const { folder, processes } = runnerWith({}, true)
    expect(await new PaneSensor(processes).look(loopIn(folder), now)).toMatchObject({ sensed: { known: false } })
  })

  it('when tmux hangs, after its time is over', async () => {
    const { folder, processes } = runnerWith({ tmux: 'exec sleep 600' })
    expect(await new PaneSensor(processes).look(loopIn(folder), now)).toMatchObject({ sensed: { known: false } })
  })

  it.each([
    ['says that there is none', 'echo "no server running on /socket" >&2; exit 1', 'no-server'],
    [
      'says that its socket is gone',
      'echo "error connecting to /s (No such file or directory)" >&2; exit 1',
      'no-server',
    ],
    ['says that it has no session', 'echo "no sessions" >&2; exit 1', 'gone'],
  ])('but known when tmux %s', async (_, script, server) => {
    const { folder, processes } = runnerWith({ tmux: script })
    expect(await new PaneSensor(processes).look(loopIn(folder), now)).toMatchObject({ sensed: { value: { server } } })
  })
})

it('W-85: a process that got the pid of an agent is not that agent', async () => {
  const sensor = new ProcessSensor(new ProcessTable())
  const folder = temporaryFolder(onTestFinished)
  const { pid } = process
  const start = new ProcessTable().rows(now).get(pid)?.start ?? ''

  const alive = async (agent: WatchedLoop['runner']['agent']) => sensor.look(loopIn(folder, agent), now)
  expect(await alive({ pid, start })).toMatchObject({ sensed: { value: { alive: true } } })
  expect(await alive({ pid, start: `${start}0` })).toMatchObject({ sensed: { value: { alive: false } } })
})

it('W-83: git may be at work in the clone of an agent that is dead; a lock of long ago says nothing', async () => {
  const sensor = new ProcessSensor(new ProcessTable())
  const folder = temporaryFolder(onTestFinished)
  const look = () => sensor.look(loopIn(folder), { wall: Date.now() / 1000, mono: 10 })
  const lock = join(folder, '.git/index.lock')
  mkdirSync(join(folder, '.git'))
  expect(await look()).toMatchObject({ sensed: { value: { alive: false, gitAtWork: false } } })
  writeFileSync(lock, '')
  expect(await look()).toMatchObject({ sensed: { value: { alive: false, gitAtWork: true } } })
  const longAgo = Date.now() / 1000 - 600
  utimesSync(lock, longAgo, longAgo)
  expect(await look()).toMatchObject({ sensed: { value: { alive: false, gitAtWork: false } } })
})
