import { spawn } from 'node:child_process'
import { appendFileSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SystemClock } from '@cc-ci/kernel'
import { putOnPath } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Loop, readStatus, startLoop, stopLoop } from '../src/index.js'
import { LoopBed, patience } from './loop-bed.js'

const minutes = 60_000

/** Twenty minutes from now, so that what is written now was not written by the run before. */
class LaterClock extends SystemClock {
  override now(): Date {
    return new Date(super.now().getTime() + 20 * minutes)
  }
}

const ends: (() => void)[] = []
let bed: LoopBed
let loop: Loop
let sessionId: string
let transcript: string
let whole: string

/** One conversation, whose run is over; each test puts its transcript as it needs it. */
beforeAll(async () => {
  bed = new LoopBed((end) => void ends.push(end))
  const now = await bed.loop()
  sessionId = (await startLoop(now)).sessionId
  await stopLoop(now)
  loop = { ...now, clock: new LaterClock() }
  transcript = loop.client.transcriptOf(sessionId) ?? ''
  whole = readFileSync(transcript, 'utf8')
})
afterAll(() => {
  for (const end of ends.toReversed()) end()
})

function writeTranscript(text: string, age: number): void {
  writeFileSync(transcript, text)
  const at = new Date(loop.clock.now().getTime() - age)
  utimesSync(transcript, at, at)
}

/** Refused, and nothing runs. */
async function expectRefused(error: object, which = loop): Promise<void> {
  await expect(startLoop(which)).rejects.toMatchObject(error)
  expect(await readStatus(which)).toMatchObject({ state: 'off' })
  expect(loop.client.liveRecords()).toEqual([])
}

const withAgent = (command: [string, ...string[]], environment: Record<string, string>): Loop => {
  const settings = { ...loop.spec.settings, agent: { ...loop.spec.settings.agent, command } }
  return { ...loop, spec: { ...loop.spec, settings }, agentEnvironment: { ...loop.agentEnvironment, ...environment } }
}

describe('a conversation is not resumed', () => {
  const prompt = `${JSON.stringify({ type: 'user', message: { content: 'from elsewhere' } })}\n`

  it('while somebody writes into it', async () => {
    writeTranscript(whole + prompt, 1 * minutes)
    await expectRefused({ code: 'CONVERSATION_GROWS' })
  })

  it('in the middle of a turn that somebody else began', async () => {
    writeTranscript(whole + prompt, 10 * minutes)
    await expectRefused({ code: 'CONVERSATION_AT_WORK', hint: expect.stringContaining('45 minutes') })
  })

  it('when the end of what somebody else wrote cannot be read', async () => {
    writeTranscript('{"type":"assi', 10 * minutes)
    await expectRefused({ code: 'OWNERS_UNKNOWN', message: expect.stringContaining('transcript cannot be read') })
  })

  it.each([
    [
      'lists it',
      `echo '[{"pid": ${process.pid}, "sessionId": "'$SESSION'"}]'`,
      'CONVERSATION_TAKEN',
      new RegExp(`${process.pid} \\(the agent client lists`),
    ],
    ['answers something else', 'echo Hello.', 'OWNERS_UNKNOWN', /does not list sessions/],
    ['does not answer', 'kill -9 $$', 'OWNERS_UNKNOWN', /nobody can tell/],
  ])('when the client %s', async (_, answer, code, message) => {
    writeTranscript(whole, 10 * minutes)
    const script = `case "$*" in *agents*) ${answer}; exit;; esac; echo 2.1.330`
    const { PATH = '' } = putOnPath(join(bed.workspace, 'bin'), { client: script })
    await expectRefused(
      { code, message: expect.stringMatching(message) },
      withAgent(['client'], { PATH, SESSION: sessionId }),
    )
  })

  it('while something runs that a client started which has it, in whatever terminal', async () => {
    writeTranscript(whole, 10 * minutes)
    const tool = spawn('cat', [], { env: { CLAUDE_CODE_SESSION_ID: sessionId, PATH: process.env.PATH } })
    onTestFinished(() => void tool.kill())
    await expect
      .poll(() => readFileSync(`/proc/${tool.pid}/environ`, 'utf8'), patience)
      .toContain(`CLAUDE_CODE_SESSION_ID=${sessionId}`)
    await expectRefused({ code: 'CONVERSATION_TAKEN', message: expect.stringContaining(`process ${tool.pid}`) })
  })
})

it('W-78: another version of the agent than that of the first start is refused, and the remedy names both', async () => {
  const { PATH = '' } = putOnPath(join(bed.workspace, 'bin'), { client: 'echo 2.1.331' })
  await expectRefused(
    {
      code: 'AGENT_VERSION_WRONG',
      exitCode: 2,
      hint: expect.stringMatching(/Install 2\.1\.330, or .*agent\.version: "2\.1\.331"/),
    },
    withAgent(['client'], { PATH }),
  )
})

it('W-36: status tells when the agent has gone over to another conversation, whatever the registry says', async () => {
  writeTranscript(whole, 60 * minutes)
  const now = { ...loop, clock: new SystemClock() }
  const { pid } = await startLoop(now)
  expect((await readStatus(now)).notices).toEqual([])

  const sessions = join(bed.config, 'sessions')
  const [name = ''] = readdirSync(sessions)
  const record = JSON.parse(readFileSync(join(sessions, name), 'utf8'))
  const other = '99999999-2222-4333-8444-555555555555'
  writeFileSync(join(sessions, name), JSON.stringify({ ...record, sessionId: other }))
  expect((await readStatus(now)).notices).toEqual([expect.stringContaining(`gone over to conversation ${other}`)])

  writeFileSync(join(sessions, name), JSON.stringify(record))
  const old = new Date(Date.now() - 5 * minutes)
  utimesSync(transcript, old, old)
  appendFileSync(join(transcript, '..', `${other}.jsonl`), '{}\n')
  expect((await readStatus(now)).notices).toEqual([expect.stringContaining(`${other} grows instead of`)])
  process.kill(pid, 'SIGKILL')
  await stopLoop(now)
})
