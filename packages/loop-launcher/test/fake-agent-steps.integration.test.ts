import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { FakeAgentBed, patience, type StartOptions } from './fake-agent-terminal.js'

function openBed(): FakeAgentBed {
  const bed = new FakeAgentBed(onTestFinished)
  onTestFinished(() => bed.end())
  return bed
}

async function startWith(script: string, options: StartOptions = {}) {
  const bed = openBed()
  const sessionId = randomUUID()
  const flags = ['--session-id', sessionId, ...(options.flags ?? [])]
  const pane = await bed.start({ speed: 20, ...options, script, flags })
  return { bed, pane, sessionId }
}

it('run: does real work where it stands, with the prompt at hand, and its output is the answer', async () => {
  const script = `
- when: ^greet
  do: {run: 'printf "%s" "$FAKE_AGENT_PROMPT" > greeting && git init -q . && git status --short'}
- {run: 'echo no such luck >&2; exit 3'}
`
  const { bed, pane, sessionId } = await startWith(script)
  await pane.submit('greet the world')
  await pane.shows(/^● \?\? greeting$/m)
  expect(readFileSync(join(bed.cwd, 'greeting'), 'utf8')).toBe('greet the world')
  await pane.submit('anything else')
  await pane.shows(/^● Exit code 3\n {2}no such luck$/m)
  const results = bed.records(sessionId).filter(({ toolUseResult }) => toolUseResult !== undefined)
  expect(results.map(({ message }) => (message as { content: { is_error: boolean }[] }).content[0]?.is_error)).toEqual([
    false,
    true,
  ])
})

it('W-01: quoted errors are on the screen and in the answer, and no record is an error', async () => {
  const { bed, pane, sessionId } = await startWith('- quote-errors')
  await pane.submit('look at the log')
  await pane.shows(/5-hour limit[\s\S]*Pretended for/)
  const records = bed.records(sessionId)
  expect(records.filter(({ isApiErrorMessage }) => isApiErrorMessage)).toEqual([])
  expect(JSON.stringify(records)).toContain('cannot be modified')
})

it('W-19: frozen, it stays busy, draws nothing more, and still answers TERM', async () => {
  const { bed, pane } = await startWith('- [tool 20s, freeze]')
  await pane.submit('work')
  await pane.shows(/Ran 1 shell command/)
  const frozen = await pane.screen()
  await pane.keys('-l', 'is anybody there?')
  expect(await pane.screen()).toBe(frozen)
  expect(bed.registry()).toMatchObject([{ status: 'busy' }])
  await pane.signal('SIGTERM')
  expect(await pane.ended()).toEqual({ status: '143', signal: '' })
})

it.each(['ignore-term, turn ok deaf', 'turn ok deaf, spin-cpu'])(
  'W-19: after [%s] TERM is in vain, and KILL is not',
  async (steps) => {
    const { pane } = await startWith(`[[${steps}]]`)
    await pane.submit('work')
    await pane.shows('deaf')
    await pane.signal('SIGTERM')
    await pane.keys('-l', 'still here')
    expect(await pane.ask('#{pane_dead}')).toBe('0')
    await pane.signal('SIGKILL')
    expect((await pane.ended()).signal).toBe('9')
  },
)

it.each([
  ['exit 0', { status: '0', signal: '' }, 0],
  ['exit 7', { status: '7', signal: '' }, 1],
  ['segv', { status: '', signal: '11' }, 1],
])('%s in the middle of a turn', async (step, end, registered) => {
  const { bed, pane } = await startWith(`- [tool 1s, ${step}]`)
  await pane.submit('work')
  expect(await pane.ended()).toEqual(end)
  expect(bed.registry()).toHaveLength(registered)
})

it('W-33: on a full disk it goes on, and leaves torn lines', async () => {
  const { bed, pane, sessionId } = await startWith('- turn ok whole\n- [fill-disk, turn ok torn]')
  await pane.submit('one')
  await pane.shows('● whole')
  await pane.submit('two')
  await pane.shows('disk full — ENOSPC')
  await pane.shows('● torn')
  const [slug = ''] = execFileSync('ls', [join(bed.configFolder, 'projects')], { encoding: 'utf8' }).split('\n')
  const text = readFileSync(join(bed.configFolder, 'projects', slug, `${sessionId}.jsonl`), 'utf8')
  expect(text.endsWith('\n')).toBe(false)
  expect(JSON.stringify(bed.records(sessionId))).toContain('whole')
})

it('W-14: what runs in the background is told to Stop, and the registry says shell until it is over', async () => {
  const bed = openBed()
  const spool = join(bed.folder, 'stop.json')
  const settings = { hooks: { Stop: [{ hooks: [{ type: 'command', command: `cat > '${spool}'` }] }] } }
  const pane = await bed.start({ script: '- background 60s', speed: 20, settings })
  await pane.submit('work')
  await expect.poll(() => bed.registry(), patience).toMatchObject([{ status: 'shell' }])
  expect(JSON.parse(readFileSync(spool, 'utf8')).background_tasks).toMatchObject([{ type: 'shell', status: 'running' }])
  await expect.poll(() => bed.registry(), patience).toMatchObject([{ status: 'idle' }])
})

it('a Stop hook that blocks makes it go on, eight times at most', async () => {
  const bed = openBed()
  const hook = { type: 'command', command: 'echo not yet >&2; exit 2' }
  const sessionId = randomUUID()
  const settings = { hooks: { Stop: [{ hooks: [hook] }] } }
  const pane = await bed.start({ settings, flags: ['--session-id', sessionId] })
  await pane.submit('work')
  await pane.shows('Pretended for')
  const answers = bed
    .records(sessionId)
    .filter(({ type, apiBlockIndex }) => type === 'assistant' && apiBlockIndex === 1)
  expect(answers).toHaveLength(9)
})

it('W-63: a continuation that was promised and does not come', async () => {
  const { bed, pane, sessionId } = await startWith('- limit +20s missed')
  await pane.submit('work')
  await pane.shows('Continuing automatically at')
  await expect.poll(() => Date.now() / 1000 > resetOf(bed, sessionId) + 3, patience).toBe(true)
  expect(JSON.stringify(bed.records(sessionId))).not.toContain('auto-continuation')
})

function resetOf(bed: FakeAgentBed, sessionId: string): number {
  const quota = bed.records(sessionId).find(({ quotaLimits }) => quotaLimits !== undefined)?.quotaLimits
  return (quota as { resetsAt: number }).resetsAt
}

it('W-48: Escape cancels a promised continuation', async () => {
  const { pane } = await startWith('- limit +1h auto')
  await pane.submit('work')
  await pane.shows('Continuing automatically at')
  await pane.keys('Escape')
  expect(await pane.shows('Automatic continue cancelled')).not.toContain('Continuing automatically at')
})

it('a prompt before the limit is over hits it again', async () => {
  const { pane } = await startWith('- limit +1h stop\n- turn ok fine')
  await pane.submit('work')
  await pane.shows('5-hour limit')
  await pane.submit('again')
  await pane.shows(/5-hour limit[\s\S]*5-hour limit/)
})

it('the weekly menu waits by itself once that is chosen', async () => {
  const { bed, pane } = await startWith('- limit weekly +2d')
  await pane.submit('work')
  await pane.shows('❯ 1. Stop and wait')
  expect(bed.registry()).toMatchObject([{ status: 'waiting', waitingFor: 'dialog open' }])
  await pane.keys('Down')
  await pane.shows('❯ 2. Wait here')
  await pane.keys('Enter')
  await pane.shows('Continuing automatically at')
  await expect.poll(() => bed.registry(), patience).toMatchObject([{ status: 'idle' }])
})

it('W-11: a helper that fails is told to the hooks and stands in its own transcript, and the turn goes on', async () => {
  const bed = openBed()
  const spool = join(bed.folder, 'spool')
  const sessionId = randomUUID()
  const settings = { hooks: { StopFailure: [{ hooks: [{ type: 'command', command: `cat > '${spool}'` }] }] } }
  const script = '- [subagent error 529, turn ok all the same]'
  const pane = await bed.start({ script, settings, flags: ['--session-id', sessionId] })
  await pane.submit('work')
  await pane.shows(/^● all the same$/m)
  expect(JSON.parse(readFileSync(spool, 'utf8'))).toMatchObject({
    error: 'server_error',
    agent_type: 'general-purpose',
  })
  expect(bed.records(sessionId).filter(({ isApiErrorMessage }) => isApiErrorMessage)).toEqual([])
})

it('W-59: it wraps up before a limit, without an error', async () => {
  const { bed, pane, sessionId } = await startWith('- [usage 95%, wrap-up, turn ok wrapped up]')
  await pane.submit('work')
  await pane.shows(/Approaching your 5-hour usage limit[\s\S]*● wrapped up/)
  expect(bed.records(sessionId).find(({ subtype }) => subtype === 'informational')?.content).toMatch(/^Approaching/)
})

it('W-30: /compact is announced to the hooks, and leaves a mark in the transcript', async () => {
  const { bed, pane, sessionId } = await startWith('- turn ok')
  await pane.submit('work')
  await pane.shows('Pretended for')
  await pane.keys('/compact', 'Enter', 'meanwhile', 'Enter')
  await pane.shows(/Conversation compacted[\s\S]*❯ meanwhile\n\n● ok/)
  expect(bed.records(sessionId).map(({ subtype }) => subtype)).toContain('compact_boundary')
})

it('W-02: a conversation that goes on shows what it said before, errors too', async () => {
  const { bed, pane, sessionId } = await startWith('- turn ok fine\n- error 529')
  await pane.submit('one')
  await pane.shows('Pretended for')
  await pane.submit('two')
  await pane.shows('Repeated 529')
  await pane.submit('/exit')
  await pane.ended()
  const resumed = await bed.start({ flags: ['--resume', sessionId] })
  expect(await resumed.shows('Repeated 529')).toMatch(/^❯ one\n\n● fine\n\n❯ two\n\n● API Error/m)
  expect(bed.registry()).toMatchObject([{ status: 'idle' }])
})

it('a script that is wrong is refused with its line, and nothing starts', async () => {
  const { bed, pane } = await startWith('- turn ok\n- trun ok\n')
  expect((await pane.ended()).status).toBe('1')
  expect(await pane.screen()).toMatch(/yaml:2: /)
  expect(existsSync(join(bed.configFolder, 'sessions'))).toBe(false)
})
