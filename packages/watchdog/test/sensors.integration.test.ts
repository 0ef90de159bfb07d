import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, renameSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExecaProcessRunner, type ProcessRunner, SystemClock } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { FileTail } from '../src/adapters/file-tail.js'
import { hostInstant } from '../src/adapters/host-instant.js'
import { ProcessTable } from '../src/adapters/proc/process-table.js'
import { HookSensor } from '../src/adapters/sensors/hook-sensor.js'
import { PaneSensor } from '../src/adapters/sensors/pane-sensor.js'
import { ProcessSensor } from '../src/adapters/sensors/process-sensor.js'
import { RegistrySensor } from '../src/adapters/sensors/registry-sensor.js'
import { StatuslineSensor } from '../src/adapters/sensors/statusline-sensor.js'
import { TranscriptSensor } from '../src/adapters/sensors/transcript-sensor.js'
import type { LoopFacts, LoopSensor, LoopSource, Sensed, WatchedLoop } from '../src/index.js'

const patience = { timeout: 20_000, interval: 50 }
const session = '11111111-2222-3333-4444-555555555555'

function loopIn(folder: string, more: Partial<WatchedLoop> = {}): WatchedLoop {
  const runner = {
    ...{ running: true, runId: 'r', sessionId: session, agent: null, startedAt: 1, prompted: true },
    ...{ exit: null, lastWords: '', asked: false, stopping: false, held: null },
  }
  return {
    ...{ name: 'builder', role: 'builder', runner, folder, clientFolder: folder, clientProgram: 'the-client' },
    ...{ transcript: join(folder, `${session}.jsonl`), statusline: join(folder, 'statusline.json') },
    ...{ hookSpool: join(folder, 'hooks.jsonl'), terminal: { socket: join(folder, 'tmux.sock'), name: 'builder' } },
    ...more,
  }
}

async function look<Source extends LoopSource>(
  sensor: LoopSensor,
  loop: WatchedLoop,
): Promise<Sensed<LoopFacts[Source]>> {
  const observation = await sensor.look(loop, hostInstant(new SystemClock()))
  return (observation as unknown as { sensed: Sensed<LoopFacts[Source]> }).sensed
}

/** A process with these arguments that does nothing until the test is over. */
async function startIdle(...args: readonly string[]): Promise<{ pid: number; start: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', '--', ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  const pid = child.pid ?? 0
  await expect.poll(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), patience).toContain('setInterval')
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return { pid, start: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '', child }
}

it('reads what is added to a file once, from the start again when it was cut or replaced, and no endless line', () => {
  const file = join(temporaryFolder(onTestFinished), 'file')
  const tail = new FileTail(16)
  writeFileSync(file, 'one\ntw')
  expect(tail.read(file)).toMatchObject({ lines: ['one'], anew: false, bytes: 6, behind: 0 })
  appendFileSync(file, 'o\n')
  expect(tail.read(file).lines).toEqual(['two'])
  expect(tail.read(file).lines).toEqual([])
  appendFileSync(file, `${'x'.repeat(40)}\nend\n`)
  const lines = []
  for (let behind = 1; behind > 0; ) {
    const read = tail.read(file)
    lines.push(...read.lines)
    behind = read.behind
  }
  expect(lines).toEqual(['end'])
  truncateSync(file, 4)
  expect(tail.read(file)).toMatchObject({ lines: ['one'], anew: true })
  writeFileSync(`${file}.new`, 'other\n')
  renameSync(`${file}.new`, file)
  expect(tail.read(file)).toMatchObject({ lines: ['other'], anew: true })
})

it('W-09, W-10: a process is alive by pid and start together, with all that it started', async () => {
  const folder = temporaryFolder(onTestFinished)
  mkdirSync(join(folder, '.git'))
  const agent = await startIdle()
  const table = new ProcessTable()
  const sensor = new ProcessSensor(table)
  const loop = (name: { pid: number; start: string }) =>
    loopIn(folder, { runner: { ...loopIn(folder).runner, agent: name } })

  expect(await look(sensor, loop(agent))).toMatchObject({ known: true, value: { alive: true, gitAtWork: false } })
  expect(await look(sensor, loop({ pid: agent.pid, start: '1' }))).toMatchObject({ value: { alive: false } })
  const own = { pid: process.pid, start: table.rows({ wall: 0, mono: -1 }).get(process.pid)?.start ?? '' }
  expect(await look(sensor, loop(own))).toMatchObject({ value: { alive: true, children: expect.any(Number) } })
  expect(table.descendants(process.pid, { wall: 0, mono: -1 }).map(({ pid }) => pid)).toContain(agent.pid)

  const lock = join(folder, '.git/index.lock')
  writeFileSync(lock, '')
  expect(await look(sensor, loop(agent))).toMatchObject({ value: { gitAtWork: true } })
  utimesSync(lock, 1, 1)
  expect(await look(sensor, loop(agent))).toMatchObject({ value: { gitAtWork: false } })
  agent.child.kill('SIGKILL')
  await expect.poll(() => look(sensor, loop(agent)), patience).toMatchObject({ value: { alive: false, state: null } })
})

it('W-34, W-35: whoever else has the conversation is found by its record and by its arguments; the dead are not', async () => {
  const folder = temporaryFolder(onTestFinished)
  mkdirSync(join(folder, 'sessions'))
  const record = (pid: number, procStart: string, more: object = {}) =>
    writeFileSync(
      join(folder, 'sessions', `${pid}.json`),
      JSON.stringify({
        pid,
        procStart,
        sessionId: session,
        cwd: folder,
        status: 'idle',
        statusUpdatedAt: 5000,
        ...more,
      }),
    )
  const agent = await startIdle()
  const loop = loopIn(folder, { runner: { ...loopIn(folder).runner, agent } })
  const sensor = new RegistrySensor(new ProcessTable())
  const others = async () => {
    const sensed = await look<'registry'>(sensor, loop)
    return sensed.known ? sensed.value.others.map(({ pid, how }) => [pid, how]) : sensed.why
  }
  expect(await look(sensor, loop)).toMatchObject({ value: { own: null, others: [] } })

  record(agent.pid, agent.start, { pidDomain: 'here' })
  record(process.pid, '1')
  expect(await look(sensor, loop)).toMatchObject({
    value: { own: { status: 'idle', waitingFor: null, since: 5 }, others: [], unknownShapes: [] },
  })
  const second = await startIdle('--resume', session)
  expect(await others()).toEqual([[second.pid, 'arguments']])
  record(second.pid, second.start, { pidDomain: 'here' })
  expect(await others()).toEqual([[second.pid, 'registry']])
  second.child.kill('SIGKILL')
  await expect.poll(others, patience).toEqual([])
  const contained = await startIdle()
  record(contained.pid, contained.start, { pidDomain: 'in a container' })
  expect(await others()).toEqual([])
  record(agent.pid, agent.start, { status: 'daydreaming' })
  expect(await look(sensor, loop)).toMatchObject({ value: { unknownShapes: ['registry status daydreaming'] } })
})

it('what a transcript, a spool and a status line say is unknown until they are there, and read as they grow', async () => {
  const folder = temporaryFolder(onTestFinished)
  const loop = loopIn(folder)
  const [transcript, hooks, statusline] = [new TranscriptSensor(), new HookSensor(), new StatuslineSensor()]
  for (const sensor of [transcript, hooks, statusline]) expect(await look(sensor, loop)).toMatchObject({ known: false })

  const said = {
    type: 'user',
    uuid: 'u1',
    sessionId: session,
    timestamp: '2026-01-01T00:00:00Z',
    origin: { kind: 'human' },
  }
  const prompt = JSON.stringify({ ...said, message: { role: 'user', content: '[cc-ci:7] Go on.' } })
  writeFileSync(loop.transcript ?? '', `${prompt}\n`)
  expect(await look(transcript, loop)).toMatchObject({ value: { records: 1, acknowledged: ['7'], sessionId: session } })
  appendFileSync(loop.transcript ?? '', '{"type":"assis')
  expect(await look(transcript, loop)).toMatchObject({ value: { records: 1, tornLines: 0 } })

  const stop = { session_id: session, hook_event_name: 'Stop', prompt_id: 'p', background_tasks: [{ id: 'b' }] }
  writeFileSync(loop.hookSpool, `${JSON.stringify(stop)}\n`)
  expect(await look(hooks, loop)).toMatchObject({ value: { backgroundTasks: 1, last: { event: 'Stop' } } })

  writeFileSync(loop.statusline, JSON.stringify({ session_id: session, context_window: { used_percentage: 61 } }))
  expect(await look(statusline, loop)).toMatchObject({ value: { contextPercent: 61, limits: [] } })
})

it('a terminal: no server, no such session, a screen, and one that nobody drew on costs no capture', async () => {
  const folder = temporaryFolder(onTestFinished)
  const loop = loopIn(folder)
  const socket = loop.terminal?.socket ?? ''
  const tmux = (...args: string[]) => execFileSync('tmux', ['-u', '-S', socket, '-f', '/dev/null', ...args])
  const calls: string[] = []
  const real = new ExecaProcessRunner()
  const counting: ProcessRunner = {
    run(command, args, options) {
      calls.push(args.includes('capture-pane') ? 'capture' : 'list')
      return real.run(command, args, options)
    },
  }
  const sensor = new PaneSensor(counting)
  const pane = () => look<'pane'>(sensor, loop)
  expect(await pane()).toMatchObject({ known: true, value: { server: 'no-server', hash: '' } })

  onTestFinished(() => void tmux('kill-server'))
  tmux('new-session', '-d', '-s', 'other', 'sleep 600')
  expect(await pane()).toMatchObject({ value: { server: 'gone' } })

  const rule = '─'.repeat(60)
  const screen = `● An answer\n${rule}\n❯\u00a0half a thought\n${rule}\n`
  writeFileSync(join(folder, 'screen'), screen)
  tmux('new-session', '-d', '-s', 'builder', '-x', '100', '-y', '30', `cat '${join(folder, 'screen')}'; exec sleep 600`)
  await expect.poll(pane, patience).toMatchObject({ value: { server: 'present', composer: 'draft', viewers: 0 } })
  const still = async () => {
    const from = calls.length
    await pane()
    return calls.slice(from)
  }
  await expect.poll(still, patience).toEqual(['list'])
  tmux('send-keys', '-t', '=builder:', 'x')
  await expect.poll(still, patience).toEqual(['list', 'capture'])

  writeFileSync(join(folder, 'no-socket'), '')
  const broken = loopIn(folder, { terminal: { socket: join(folder, 'no-socket'), name: 'builder' } })
  expect(await look(sensor, broken)).toMatchObject({ known: true, value: { server: 'no-server' } })
})
