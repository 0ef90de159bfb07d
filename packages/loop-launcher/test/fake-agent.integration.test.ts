import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { FakeAgentBed, patience, type StartOptions } from './fake-agent-terminal.js'

/** Its end is registered after the folder's removal, and so comes before it. */
function openBed(): FakeAgentBed {
  const bed = new FakeAgentBed(onTestFinished)
  onTestFinished(() => bed.end())
  return bed
}

async function startIdle(options: StartOptions = {}) {
  const bed = openBed()
  const sessionId = randomUUID()
  const pane = await bed.start({ speed: 20, ...options, flags: ['--session-id', sessionId, ...(options.flags ?? [])] })
  await pane.shows(/^❯\u00a0/m)
  return { bed, pane, sessionId }
}

const texts = (bed: FakeAgentBed, sessionId: string) =>
  bed
    .records(sessionId)
    .filter(({ type, origin }) => type === 'user' && origin !== undefined)
    .map(({ message }) => (message as { content: string }).content)

it('is idle after its start: on the alternate screen, with an empty composer and a junk title', async () => {
  const { bed, pane, sessionId } = await startIdle()
  expect(await pane.screen()).toMatch(/─{140}\n❯\u00a0\n─{140}\n/)
  expect(await pane.ask('#{alternate_on} #{history_size} #{pane_title}')).toMatch(/^1 0 Gi=31,/)
  expect(bed.registry()).toMatchObject([{ sessionId, status: 'idle', pid: Number(await pane.ask('#{pane_pid}')) }])
})

it('a pasted prompt of several lines makes one user record once Enter comes by itself', async () => {
  const { bed, pane, sessionId } = await startIdle()
  await pane.paste('first line\nsecond line\n\nfourth line')
  await pane.shows('[Pasted text #1 +3 lines]')
  await expect
    .poll(async () => {
      await pane.keys('Enter')
      return texts(bed, sessionId)
    }, patience)
    .toEqual(['first line\nsecond line\n\nfourth line'])
  expect(await pane.shows('Pretended for')).toMatch(/^❯ first line$/m)
  expect(await pane.ask('#{pane_title}')).toBe('✳ Claude Code')
})

it('W-46: an Enter in the same burst as a paste is swallowed', async () => {
  const { bed, pane, sessionId } = await startIdle()
  await pane.keys('-l', 'x'.repeat(3000), ';', 'send-keys', '-t', pane.id, 'Enter')
  await pane.shows('[Pasted text #1 +1 lines]')
  await pane.keys('-l', ' and a line that shows that the Enter was read before it')
  await pane.shows(/\[Pasted text #1 \+1 lines\] and a line/)
  expect(texts(bed, sessionId)).toEqual([])
})

it('W-47: lines that are not pasted in brackets are as many prompts', async () => {
  const { bed, pane, sessionId } = await startIdle()
  await pane.keys('one', 'Enter', 'two', 'Enter', 'three', 'Enter')
  await expect.poll(() => texts(bed, sessionId), patience).toEqual(['one', 'two', 'three'])
})

it('text that comes while it is busy is queued and runs next', async () => {
  const { bed, pane, sessionId } = await startIdle({
    script: "- {run: 'until [ -e go ]; do sleep 0.05; done'}\n- turn ok second",
  })
  await pane.submit('work')
  await pane.shows('esc to interrupt')
  expect(bed.registry()).toMatchObject([{ status: 'busy' }])
  expect(await pane.ask('#{pane_title}')).toMatch(/^[◐◑] Claude Code$/)
  await pane.submit('more')
  expect(await pane.shows('Queued · ')).toMatch(/^❯\u00a0Press up to edit queued messages$/m)
  writeFileSync(join(bed.cwd, 'go'), '')
  await pane.shows(/^● second$/m)
  expect(texts(bed, sessionId)).toEqual(['work', 'more'])
})

it('W-48: Escape interrupts the turn and puts the prompt back into the composer', async () => {
  const { pane, bed } = await startIdle({ script: '- hang spinner' })
  await pane.submit('work')
  await pane.shows('esc to interrupt')
  await pane.keys('Escape')
  expect(await pane.shows('Interrupted · ')).toMatch(/^❯\u00a0work$/m)
  expect(bed.registry()).toMatchObject([{ status: 'idle' }])
})

it('W-48: two Escapes while it is idle open the rewind menu', async () => {
  const { pane, bed } = await startIdle()
  await pane.keys('Escape')
  await pane.keys('Escape')
  await pane.shows(/❯ \(current\)/)
  expect(bed.registry()).toMatchObject([{ status: 'waiting', waitingFor: 'dialog open' }])
})

it('W-56: the trust dialog stands on "No, exit": an Enter unread ends it with 1, and nothing is registered', async () => {
  const bed = openBed()
  bed.seed({})
  const pane = await bed.start()
  expect(await pane.shows('Enter to confirm')).toMatch(/^ ❯ No, exit$/m)
  expect(await pane.ask('#{alternate_on}')).toBe('0')
  await pane.keys('Enter')
  expect(await pane.ended()).toEqual({ status: '1', signal: '' })
  expect(bed.registry()).toEqual([])
})

it('the dialogs of the start can be answered, stay answered, and a script may put the cursor on yes', async () => {
  const bed = openBed()
  bed.seed({})
  const key = 'sk-ant-api-example-key-of-a-test-0123456789'
  const options = {
    script: 'dialogs: {trust: yes}',
    flags: ['--dangerously-skip-permissions'],
    environment: { ANTHROPIC_API_KEY: key },
  }
  const first = await bed.start(options)
  await first.shows(/❯ No \(recommended\)/)
  await first.keys('Up')
  await first.shows(/❯ Yes$/m)
  await first.keys('Enter')
  await first.shows(/❯ Yes, I trust this folder/)
  await first.keys('Enter')
  await first.shows(/❯ No, exit/)
  await first.keys('Down', 'Enter')
  await first.shows('bypass permissions on')
  expect(JSON.parse(readFileSync(join(bed.configFolder, '.claude.json'), 'utf8'))).toEqual({
    customApiKeyResponses: { approved: [key.slice(-20)] },
    projects: { [bed.cwd]: { hasTrustDialogAccepted: true } },
    bypassPermissionsModeAccepted: true,
  })
  const second = await bed.start(options)
  await second.shows('bypass permissions on')
})

it.each([
  ['SIGTERM', '143'],
  ['SIGHUP', '129'],
  ['SIGINT', '0'],
] as const)('%s ends it with %s, takes it off the registry and fires SessionEnd', async (signal, status) => {
  const bed = openBed()
  const spool = join(bed.folder, 'spool')
  const hooks = { SessionEnd: [{ hooks: [{ type: 'command', command: `cat > '${spool}'` }] }] }
  const pane = await bed.start({ settings: { hooks } })
  await pane.shows(/^❯\u00a0/m)
  await pane.signal(signal)
  expect(await pane.ended()).toEqual({ status, signal: '' })
  expect(bed.registry()).toEqual([])
  expect(JSON.parse(readFileSync(spool, 'utf8'))).toMatchObject({ hook_event_name: 'SessionEnd', cwd: bed.cwd })
})

it('a tmux server that is killed takes the sessions off the registry', async () => {
  const { bed, pane } = await startIdle()
  process.kill(Number(await pane.ask('#{pid}')), 'SIGKILL')
  await expect.poll(() => bed.registry(), patience).toEqual([])
})

it.each([
  ['SIGKILL', '9'],
  ['SIGQUIT', '3'],
] as const)('%s leaves an entry in the registry that is no longer true', async (name, number) => {
  const { bed, pane, sessionId } = await startIdle()
  await pane.signal(name)
  expect(await pane.ended()).toEqual({ status: '', signal: number })
  expect(bed.registry()).toMatchObject([{ sessionId, status: 'idle' }])
})

it('/exit prints how to go on with the conversation', async () => {
  const { bed, pane, sessionId } = await startIdle()
  await pane.submit('hello')
  await pane.shows('Pretended for')
  await pane.submit('/exit')
  expect(await pane.ended()).toEqual({ status: '0', signal: '' })
  expect(await pane.screen()).toContain(`Resume this session with:\nclaude --resume ${sessionId}`)
  expect(bed.registry()).toEqual([])
})

it('W-37: the id of a conversation that exists is refused, and goes on with --resume', async () => {
  const { bed, pane, sessionId } = await startIdle()
  await pane.submit('hello')
  await pane.shows('Pretended for')
  await pane.signal('SIGTERM')
  await pane.ended()
  const again = await bed.start({ flags: ['--session-id', sessionId] })
  expect((await again.ended()).status).toBe('1')
  expect(await again.screen()).toContain(`Error: Session ID ${sessionId} is already in use.`)
  const resumed = await bed.start({ flags: ['--resume', sessionId] })
  await resumed.submit('go on')
  await expect.poll(() => texts(bed, sessionId), patience).toEqual(['hello', 'go on'])
})

it('W-34: two processes on one conversation are not refused, and fork it without a word', async () => {
  const { bed, pane, sessionId } = await startIdle()
  await pane.submit('hello')
  await pane.shows('Pretended for')
  const others = [
    await bed.start({ flags: ['--resume', sessionId] }),
    await bed.start({ flags: ['--resume', sessionId] }),
  ]
  for (const other of others) await other.shows(/^❯\u00a0/m)
  for (const writer of [pane, ...others]) await writer.submit('me')
  await expect.poll(() => texts(bed, sessionId), patience).toEqual(['hello', 'me', 'me', 'me'])
  const parents = bed
    .records(sessionId)
    .filter(({ type, origin }) => type === 'user' && origin !== undefined)
    .map(({ parentUuid }) => parentUuid)
  expect(new Set(parents.slice(1)).size).toBe(1)
})
