import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  FakeAgentBed,
  type FakeAgentPane,
  patience,
  type StartOptions,
  type TranscriptLine,
} from './fake-agent-terminal.js'
import { shapeDifferences } from './record-shape.js'
import { composerStyle, verdictLines } from './verdict-lines.js'

/** Recordings of the real client lie beside the clone on machines that develop cc-ci; they are never copied into it. */
const recordings =
  process.env.CC_CI_AGENT_RECORDINGS ??
  fileURLToPath(new URL('../../../../shared/fixtures/agent-client/', import.meta.url))
const reason = existsSync(recordings) ? '' : ' (skipped without the recordings: CC_CI_AGENT_RECORDINGS)'

const run = promisify(execFile)
const recorded = (name: string) => readFileSync(join(recordings, name), 'utf8')
const recordedLines = (name: string) =>
  recorded(join('records', name))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TranscriptLine)

function openBed(): FakeAgentBed {
  const bed = new FakeAgentBed(onTestFinished)
  onTestFinished(() => bed.end())
  return bed
}

const statusLine = { statusLine: { type: 'command', command: 'echo SL' } }
const bypass = ['--permission-mode', 'bypassPermissions']

async function start(bed: FakeAgentBed, options: StartOptions) {
  const sessionId = randomUUID()
  const flags = ['--session-id', sessionId, ...(options.flags ?? bypass)]
  const pane = await bed.start({ speed: 20, settings: statusLine, ...options, flags })
  return { pane, sessionId }
}

/** Whether the pane looks like the recorded one: its title, its screen, and every line that decides a verdict. */
async function expectLike(name: string, bed: FakeAgentBed, pane: FakeAgentPane): Promise<void> {
  const { title, alt } = JSON.parse(recorded(`panes/${name}.meta.json`)) as { title: string; alt: number }
  const classOf = (text: string) => text.replace('◑', '◐').replace(/^(Gi=31|[◐✳] Claude Code).*/, '$1')
  const [, actualTitle, actualAlt] = (await pane.ask('|#{pane_title}|#{alternate_on}')).split('|')
  expect({ title: classOf(actualTitle ?? ''), alt: actualAlt }).toEqual({ title: classOf(title), alt: String(alt) })
  const shown = verdictLines(await pane.screen(), bed.cwd)
  expect(shown).toEqual(verdictLines(recorded(`panes/${name}.txt`), '/srv/agents/pf'))
  const styled = await bed.tmux('capture-pane', '-e', '-p', '-t', pane.id)
  expect(composerStyle(styled)).toEqual(composerStyle(recorded(`panes/${name}.ansi`)))
}

describe.skipIf(reason !== '')(`screens as the client draws them${reason}`, () => {
  it('from a tool call through errors, an interruption and retries', async () => {
    const bed = openBed()
    const script = [
      '- tool 100s sleep 8; echo done',
      '- error 400-thinking',
      '- error 400-thinking',
      '- error 400-toolconc',
      '- error 529',
      '- error credit',
      '- econnreset x9',
      '- 529 x9',
    ]
    const { pane } = await start(bed, { script: script.join('\n') })
    await pane.shows(/^ {2}SL$/m)
    await expectLike('idle-fresh', bed, pane)
    await pane.submit('run it')
    await pane.shows(/Running · \d+s/)
    await expectLike('busy-tool', bed, pane)
    await pane.shows('tool finished ok')
    await pane.shows('· done')
    await expectLike('idle-after-turn', bed, pane)
    await pane.submit('continue')
    await pane.shows('cannot be modified')
    await expectLike('err-400-thinking-1', bed, pane)
    await pane.submit('continue')
    await pane.shows(/cannot be modified[\s\S]*cannot be modified/)
    await pane.submit('continue')
    await pane.shows('Run /rewind to go back')
    await expectLike('err-400-toolconc', bed, pane)
    await pane.submit('continue')
    await pane.shows('Resend your message to try again')
    await expectLike('err-529-repeated', bed, pane)
    await pane.submit('continue')
    await pane.shows('Credit balance too low')
    await pane.submit('continue')
    await pane.shows('ECONNRESET')
    await pane.submit('continue')
    await pane.shows('Queued · ')
    await expectLike('retry-econnreset', bed, pane)
    await pane.keys('Escape')
    await pane.shows(/✻ API error · retrying/)
    await expectLike('interrupted-then-queued-retry', bed, pane)
  })

  it.each([
    ['limit-5h-armed', 'limit +3h auto', 'Continuing automatically at'],
    ['limit-weekly-dialog', 'limit weekly +2d', 'What do you want to do?'],
  ])('%s', async (name, step, sign) => {
    const bed = openBed()
    const { pane } = await start(bed, { script: `- ${step}`, speed: 1 })
    await pane.shows(/^ {2}SL$/m)
    await pane.submit('work')
    await pane.shows(sign)
    await expectLike(name, bed, pane)
  })

  it('dialog-permission, which blocks and has the title of an idle client', async () => {
    const bed = openBed()
    const { pane } = await start(bed, { script: '- permission touch /srv/agents/zzz', flags: [] })
    await pane.submit('work')
    await pane.shows('Do you want to proceed?')
    await expectLike('dialog-permission', bed, pane)
    expect(bed.registry()).toMatchObject([{ status: 'waiting', waitingFor: 'permission prompt' }])
  })

  it('not-logged-in', async () => {
    const bed = openBed()
    const { pane } = await start(bed, { script: '- error login', flags: [], settings: {} })
    await pane.submit('hello')
    await pane.shows('Once fixed, resend your message')
    const shown = verdictLines(await pane.screen(), bed.cwd)
    expect(shown).toEqual(verdictLines(recorded('panes/not-logged-in.txt'), '/srv/agents/pf'))
  })

  it.each([
    ['dialog-trust', { projects: {} }, {}],
    ['dialog-bypass', { projects: 'trusted' }, {}],
    ['dialog-api-key', {}, { ANTHROPIC_API_KEY: 'sk-ant-EXAMPLE-KEY-TAIL-020' }],
  ])('%s', async (name, state, environment) => {
    const bed = openBed()
    const trusted = { [bed.cwd]: { hasTrustDialogAccepted: true } }
    bed.seed('projects' in state && state.projects === 'trusted' ? { projects: trusted } : state)
    const { pane } = await start(bed, { environment })
    await pane.shows('Enter to confirm')
    await expectLike(name, bed, pane)
  })
})

/** What the client does that a script cannot ask for, or what differs from one recording to the next. */
const errorsWith = (error: string) => (line: TranscriptLine) => line.isApiErrorMessage === true && line.error === error

describe.skipIf(reason !== '')(`records as the client writes them${reason}`, () => {
  it('errors, limits, answers in parts, and what goes on by itself', async () => {
    const bed = openBed()
    const script = [
      '- tool 1s',
      '- error 400-thinking',
      '- error 400-toolconc',
      '- error 529',
      '- limit +20s auto',
      '- turn ok resumed fine',
    ]
    const { pane, sessionId } = await start(bed, { script: script.join('\n') })
    for (const sign of ['tool finished ok', 'cannot be modified', 'concurrency', 'Overloaded', 'set to continue']) {
      await pane.submit('work')
      await pane.shows(sign)
    }
    await pane.shows('resumed fine')
    const lines = bed.records(sessionId)
    const answers = lines.filter(({ type, isApiErrorMessage }) => type === 'assistant' && !isApiErrorMessage)
    const continued = lines.filter(({ type, origin, subtype }) =>
      type === 'user'
        ? (origin as { kind?: string } | undefined)?.kind === 'auto-continuation'
        : subtype === 'informational',
    )
    const [limit] = recordedLines('transcript-usage-limit-5h.jsonl')
    const pairs: [string, readonly TranscriptLine[], readonly TranscriptLine[]][] = [
      ['split', recordedLines('transcript-assistant-split-usage.jsonl'), answers],
      ['400-thinking', recordedLines('transcript-400-thinking.jsonl').slice(0, 1), lines.filter(errorsWith('unknown'))],
      ['400-toolconc', recordedLines('transcript-400-toolconc.jsonl'), lines.filter(errorsWith('invalid_request'))],
      ['529', recordedLines('transcript-529.jsonl'), lines.filter(errorsWith('server_error'))],
      ['limit', limit === undefined ? [] : [limit], lines.filter(errorsWith('rate_limit'))],
      ['auto-continue', recordedLines('transcript-auto-continue.jsonl'), continued],
    ]
    for (const [name, expected, actual] of pairs) {
      const differences = expected.flatMap((line, index) => shapeDifferences(line, actual[index]))
      expect(differences, name).toEqual([])
    }
    const text = (line: TranscriptLine | undefined) => JSON.stringify(line?.message).replace(/.*"content":/, '')
    expect(text(lines.find(errorsWith('unknown')))).toBe(text(recordedLines('transcript-400-thinking.jsonl')[0]))
    expect(text(lines.find(errorsWith('invalid_request')))).toBe(
      text(recordedLines('transcript-400-toolconc.jsonl')[0]),
    )
    expect(text(lines.find(errorsWith('server_error')))).toBe(text(recordedLines('transcript-529.jsonl')[0]))
  })

  it('the registry, and what the status line is told at a limit', async () => {
    const bed = openBed()
    const file = join(bed.folder, 'status.json')
    const settings = { statusLine: { type: 'command', command: `cat > '${file}.new' && mv '${file}.new' '${file}'` } }
    const { pane } = await start(bed, { script: '- [tool 1s, limit +1h stop]', settings })
    await pane.submit('work')
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8'), patience).toContain('rate_limits')
    const [entry] = recordedLines('sessions-registry-stale-and-live.jsonl')
    expect(shapeDifferences(entry, bed.registry()[0])).toEqual([])
    const status = JSON.parse(recorded('records/statusline-with-rate_limits.json'))
    expect(shapeDifferences(status, JSON.parse(readFileSync(file, 'utf8')))).toEqual(['-prompt_cache'])
  })

  it.each([
    ['hooks-permission.jsonl', '- permission', /Do you want to proceed/],
    ['hooks-usage-limit.jsonl', '- limit +20s auto\n- turn ok resumed fine', /resumed fine/],
  ])('hooks: %s', async (name, script, sign) => {
    const bed = openBed()
    const spool = join(bed.folder, 'spool')
    const hook = [{ hooks: [{ type: 'command', command: `cat >> '${spool}'; echo >> '${spool}'` }] }]
    const hooks = { PermissionRequest: hook, Notification: hook, Stop: hook, StopFailure: hook }
    const flags = name === 'hooks-permission.jsonl' ? [] : bypass
    const { pane } = await start(bed, { script, settings: { hooks }, flags })
    await pane.submit('work')
    await pane.shows(sign)
    const expected = recordedLines(name)
    const read = () => (existsSync(spool) ? readFileSync(spool, 'utf8').trim().split('\n') : [])
    await expect.poll(() => read().length, patience).toBeGreaterThanOrEqual(expected.length)
    const told = read().map((line) => JSON.parse(line) as TranscriptLine)
    const differences = expected.flatMap((line, index) => shapeDifferences(line, told[index]))
    expect(differences).toEqual([])
    expect(told.slice(0, expected.length).map(({ hook_event_name }) => hook_event_name)).toEqual(
      expected.map(({ hook_event_name }) => hook_event_name),
    )
  })

  it('W-23: the stream of a headless turn that hits a limit: success by its subtype, and is_error', async () => {
    const bed = openBed()
    const hooks = { SessionStart: [{ hooks: [{ type: 'command', command: 'true' }] }] }
    const flags = ['-p', 'work', '--output-format', 'stream-json', '--verbose']
    const [program = '', ...args] = bed.command({ script: '- limit +1h stop', settings: { hooks }, flags })
    const env = { ...process.env, CLAUDE_CONFIG_DIR: bed.configFolder }
    const failure = await run(program, args, { cwd: bed.cwd, env }).then(
      () => undefined,
      (error: { code: number; stdout: string }) => error,
    )
    expect(failure?.code).toBe(1)
    const told = failure?.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as TranscriptLine)
    const expected = recordedLines('stream-json-429.jsonl')
    expect(told?.map(({ type, subtype }) => [type, subtype])).toEqual(
      expected.map(({ type, subtype }) => [type, subtype]),
    )
    expect(expected.flatMap((line, index) => shapeDifferences(line, told?.[index]))).toEqual([])
    expect(told?.at(-1)).toMatchObject({ subtype: 'success', is_error: true, api_error_status: 429 })
  })
})
