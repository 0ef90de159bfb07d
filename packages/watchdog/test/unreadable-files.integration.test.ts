import { appendFileSync, chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asNobody, ownerForNobody, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ProcessTable } from '../src/adapters/proc/process-table.js'
import { CredentialsSensor } from '../src/adapters/sensors/credentials-sensor.js'
import { HookSensor } from '../src/adapters/sensors/hook-sensor.js'
import { ProcessSensor } from '../src/adapters/sensors/process-sensor.js'
import { RegistrySensor } from '../src/adapters/sensors/registry-sensor.js'
import { StatuslineSensor } from '../src/adapters/sensors/statusline-sensor.js'
import { TranscriptSensor } from '../src/adapters/sensors/transcript-sensor.js'
import type { LoopSensor, WatchedLoop } from '../src/index.js'
import { exampleFacts } from '../src/testing/example-facts.js'
import { FaultBed } from './fault-bed.js'

const session = '11111111-2222-3333-4444-555555555555'
const { pid } = process
const start = new ProcessTable().rows({ wall: 0, mono: 0 }).get(pid)?.start ?? ''

/** A loop whose agent is this very process, with all its traces. */
function leaveTraces(): { readonly loop: WatchedLoop; readonly add: (turn: number) => void } {
  const folder = temporaryFolder(onTestFinished)
  chmodSync(folder, 0o755)
  for (const part of ['.git', 'client/sessions', 'client/projects']) mkdirSync(join(folder, part), { recursive: true })
  const client = join(folder, 'client')
  const runner = { ...exampleFacts(1000).runner, sessionId: session, agent: { pid, start } }
  const loop: WatchedLoop = {
    ...{ name: 'builder', role: 'builder', runner, folder, clientFolder: client, clientProgram: 'the-client' },
    ...{ transcript: join(client, 'projects', `${session}.jsonl`), statusline: join(folder, 'statusline.json') },
    ...{ hookSpool: join(folder, 'hooks.jsonl'), terminal: null },
  }
  const record = { pid, procStart: start, sessionId: session, cwd: folder, status: 'idle' }
  writeFileSync(join(client, '.credentials.json'), '{}')
  const add = (turn: number) => {
    const content = `[cc-ci:${turn}] Go on.`
    const about = { sessionId: session, timestamp: '2026-01-01T00:00:00Z', origin: { kind: 'human' } }
    const message = { type: 'user', uuid: `u${turn}`, ...about, message: { role: 'user', content } }
    appendFileSync(loop.transcript ?? '', `${JSON.stringify(message)}\n`)
    const event = { session_id: session, hook_event_name: 'UserPromptSubmit', prompt_id: `p${turn}`, prompt: content }
    appendFileSync(loop.hookSpool, `${JSON.stringify(event)}\n`)
    const registered = { ...record, statusUpdatedAt: turn * 1000 }
    writeFileSync(join(client, 'sessions', `${pid}.json`), JSON.stringify(registered))
    const meter = { session_id: session, context_window: { used_percentage: turn } }
    writeFileSync(loop.statusline, JSON.stringify(meter))
  }
  return { loop, add }
}

let mono = 10

function look(sensor: LoopSensor, loop: WatchedLoop) {
  mono += 1
  return asNobody(() => sensor.look(loop, { wall: Date.now() / 1000, mono }))
}

type Place = (loop: WatchedLoop) => string

describe('what nobody may read is unknown, neither dead nor absent, and nothing is lost when rights come back', () => {
  it.each<[string, Place, () => LoopSensor, object]>([
    ['a transcript', ({ transcript }) => transcript ?? '', () => new TranscriptSensor(), { acknowledged: ['1', '2'] }],
    [
      'the folder of transcripts',
      ({ clientFolder }) => join(clientFolder, 'projects'),
      () => new TranscriptSensor(),
      { acknowledged: ['1', '2'], records: 2 },
    ],
    ['a hook spool', ({ hookSpool }) => hookSpool, () => new HookSensor(), { acknowledged: ['1', '2'] }],
    ['a status line', ({ statusline }) => statusline, () => new StatuslineSensor(), { contextPercent: 2 }],
    [
      'the registry',
      ({ clientFolder }) => join(clientFolder, 'sessions'),
      () => new RegistrySensor(new ProcessTable()),
      { own: { status: 'idle', since: 2 }, others: [] },
    ],
    [
      'one record of the registry',
      ({ clientFolder }) => join(clientFolder, 'sessions', `${pid}.json`),
      () => new RegistrySensor(new ProcessTable()),
      { own: { status: 'idle', since: 2 }, others: [] },
    ],
    [
      'a clone, in which git may be at work',
      ({ folder }) => join(folder, '.git'),
      () => new ProcessSensor(new ProcessTable()),
      { alive: true, gitAtWork: false },
    ],
    [
      'the folder of the client',
      ({ clientFolder }) => clientFolder,
      () => new CredentialsSensor(),
      { writtenAt: expect.any(Number) },
    ],
  ])('%s', async (_, placeOf, open, value) => {
    const { loop, add } = leaveTraces()
    const place = placeOf(loop)
    const sensor = open()
    add(1)
    expect(await look(sensor, loop)).toMatchObject({ sensed: { known: true } })

    const { mode } = statSync(place)
    chmodSync(place, 0)
    add(2)
    const seen = await look(sensor, loop)
    chmodSync(place, mode & 0o777)
    expect(seen).toMatchObject({ sensed: { known: false, why: expect.stringContaining('EACCES') } })
    expect(await look(sensor, loop)).toMatchObject({ sensed: { known: true, value } })
  })
})

it('a watchdog whose own state folder may not be read does nothing, goes on, and heals once it may', async () => {
  const bed = new FaultBed(onTestFinished)
  chownSync(bed.folder, ownerForNobody, -1)
  let startedMeanwhile = 0
  const before = (tick: number) => {
    if (tick === 3) {
      chmodSync(bed.folder, 0)
      bed.kill()
    }
    if (tick !== 20) return
    startedMeanwhile = bed.starts.length
    chmodSync(bed.folder, 0o700)
  }
  const end = await asNobody(() => bed.watch({ ticks: 40, before }))

  expect(startedMeanwhile).toBe(0)
  expect(end).toMatchObject({ reason: 'asked to end' })
  expect(bed).toMatchObject({ starts: ['resume'], others: [] })
  expect(bed.said.filter((line) => /epoch (cannot|can) be read/.test(line))).toHaveLength(2)
  expect(bed.lines().map(({ seq }) => seq)).toEqual(bed.lines().map((_, index) => index + 1))
})
