import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'
import { FakeAgentBed, patience, type StartOptions, type TranscriptLine } from './fake-agent-terminal.js'

function startHeadless(bed: FakeAgentBed, options: StartOptions) {
  const [program = '', ...args] = bed.command(options)
  const env = { ...process.env, CLAUDE_CONFIG_DIR: bed.configFolder }
  const child = spawn(program, args, { cwd: bed.cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
  const told: TranscriptLine[] = []
  createInterface({ input: child.stdout }).on('line', (line) => told.push(JSON.parse(line)))
  const say = (content: string) =>
    child.stdin.write(`${JSON.stringify({ type: 'user', message: { role: 'user', content } })}\n`)
  return { child, told, say }
}

const stream = ['-p', '--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose']

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
  return child.exitCode
}

it('W-21: answers one message after the other, acknowledges each, and a result ends each turn', async () => {
  const bed = new FakeAgentBed(onTestFinished)
  const sessionId = randomUUID()
  const { child, told, say } = startHeadless(bed, {
    script: '- turn ok first\n- [529 x2, turn ok second]',
    speed: 50,
    flags: [...stream, '--replay-user-messages', '--session-id', sessionId],
  })
  say('one [cc-ci:1]')
  say('two [cc-ci:2]')
  const results = () => told.filter(({ type }) => type === 'result')
  await expect.poll(() => results().map(({ result }) => result), patience).toEqual(['first', 'second'])
  expect(told.filter(({ isReplay }) => isReplay).map(({ message }) => message)).toEqual([
    { role: 'user', content: 'one [cc-ci:1]' },
    { role: 'user', content: 'two [cc-ci:2]' },
  ])
  expect(told.filter(({ subtype }) => subtype === 'init')).toMatchObject([{ session_id: sessionId, cwd: bed.cwd }])
  expect(bed.records(sessionId).filter(({ subtype }) => subtype === 'api_error')).toHaveLength(2)
  expect(bed.registry()).toMatchObject([{ pid: child.pid, entrypoint: 'sdk-cli', status: 'idle' }])
  child.stdin.end()
  expect(await exitCode(child)).toBe(0)
  expect(bed.registry()).toEqual([])
})

it('an interrupt request ends the turn with an error, and the next message is answered', async () => {
  const bed = new FakeAgentBed(onTestFinished)
  const { child, told, say } = startHeadless(bed, { script: '- hang spinner\n- turn ok fine', flags: stream })
  say('one')
  await expect.poll(() => bed.registry(), patience).toMatchObject([{ status: 'busy' }])
  await expect.poll(() => told.some(({ subtype }) => subtype === 'init'), patience).toBe(true)
  child.stdin.write(
    `${JSON.stringify({ type: 'control_request', request_id: 'r1', request: { subtype: 'interrupt' } })}\n`,
  )
  say('two')
  const results = () => told.filter(({ type }) => type === 'result').map(({ is_error }) => is_error)
  await expect.poll(results, patience).toEqual([true, false])
})

it('W-40: an unknown conversation, two ids at once and a wrong flag are refused with 1', async () => {
  const bed = new FakeAgentBed(onTestFinished)
  const id = randomUUID()
  const refusals = [
    [['--resume', id], `No conversation found with session ID: ${id}`],
    [['--session-id', id, '--resume', id], '--fork-session'],
    [['--no-such-flag'], "error: unknown option '--no-such-flag'"],
  ] as const
  for (const [flags, reason] of refusals) {
    const { child } = startHeadless(bed, { flags: ['-p', 'hello', ...flags] })
    let errors = ''
    child.stderr.on('data', (chunk) => {
      errors += chunk
    })
    expect(await exitCode(child)).toBe(1)
    await expect.poll(() => errors, patience).toContain(reason)
  }
})

it('W-39: --continue in an empty folder starts something new without a word', async () => {
  const bed = new FakeAgentBed(onTestFinished)
  const { child, told } = startHeadless(bed, { flags: ['-p', 'hello', '--continue', '--output-format', 'json'] })
  expect(await exitCode(child)).toBe(0)
  await expect.poll(() => told, patience).toMatchObject([{ type: 'result', result: 'ok', is_error: false }])
})

it('agents --json lists the sessions that run, and no others', async () => {
  const bed = new FakeAgentBed(onTestFinished)
  const { child, say, told } = startHeadless(bed, { flags: stream })
  say('hello')
  await expect.poll(() => told.some(({ type }) => type === 'result'), patience).toBe(true)
  const list = async () => {
    const listing = startHeadless(bed, { flags: ['agents', '--json'] })
    expect(await exitCode(listing.child)).toBe(0)
    return listing.told[0]
  }
  expect(await list()).toMatchObject([{ pid: child.pid }])
  child.kill('SIGKILL')
  await exitCode(child).catch(() => undefined)
  expect(bed.registry()).toHaveLength(1)
  expect(await list()).toEqual([])
})

it('--fork-session goes on under another id, with the same history', async () => {
  const bed = new FakeAgentBed(onTestFinished)
  const [first, fork] = [randomUUID(), randomUUID()]
  const start = (flags: readonly string[]) =>
    startHeadless(bed, { flags: ['-p', 'hello', '--output-format', 'json', ...flags] }).child
  start(['--session-id', first]).stdout.resume()
  await expect.poll(() => bed.records(first).length, patience).toBeGreaterThan(4)
  const forked = startHeadless(bed, {
    flags: ['-p', 'go on', '--resume', first, '--fork-session', '--session-id', fork, '--output-format', 'json'],
  })
  expect(await exitCode(forked.child)).toBe(0)
  expect(JSON.stringify(bed.records(fork))).toMatch(/hello.*go on/)
  expect(JSON.stringify(bed.records(first))).not.toContain('go on')
})
