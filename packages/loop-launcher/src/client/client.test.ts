import { loopSettingsSchema } from '@cc-ci/contracts/loop-settings'
import { describe, expect, it } from 'vitest'
import { agentArguments, namesConversation, takesTheLatest } from './agent-arguments.js'
import { agentEnvironment, terminalEnvironment } from './agent-environment.js'
import { findAcknowledgement } from './find-acknowledgement.js'
import { readStreamState } from './read-stream.js'
import { parseRegistryRecord, turnOf } from './registry-record.js'
import { seedClientConfig } from './seed-client-config.js'

const { agent } = loopSettingsSchema.parse({ name: 'x', role: 'job', prompts: ['p'], folder: 'f' })

describe('the command line of the agent', () => {
  const base = { agent, model: undefined, settingsFile: undefined }

  it('W-38: names the conversation once, as new or as known', () => {
    expect(agentArguments({ ...base, conversation: { sessionId: 'S', known: false } })).toEqual(
      'claude --session-id S --permission-mode auto'.split(' '),
    )
    expect(agentArguments({ ...base, model: 'm', conversation: { sessionId: 'S', known: true } })).toEqual(
      'claude --resume S --model m --permission-mode auto'.split(' '),
    )
  })

  it('speaks JSON lines when headless', () => {
    const headless = { ...agent, engine: 'stream-json' as const }
    expect(
      agentArguments({ ...base, agent: headless, conversation: { sessionId: 'S', known: false } }).join(' '),
    ).toContain('-p --input-format stream-json --output-format stream-json --replay-user-messages --verbose')
  })

  it.each([
    [['claude', '--resume', 'S'], true],
    [['claude', '-r', 'S'], true],
    [['claude', '--session-id=S'], true],
    [['claude', '--resume', 'T'], false],
    [['grep', 'S', 'file'], false],
  ])('W-35: %j names the conversation: %s', (args, expected) => {
    expect(namesConversation(args, 'S')).toBe(expected)
  })

  it('W-39: knows a client that takes whatever came last', () => {
    expect(takesTheLatest(['claude', '--continue'])).toBe(true)
    expect(takesTheLatest(['claude', '--resume', 'S'])).toBe(false)
  })
})

describe('W-81: the environment', () => {
  const ours = {
    PATH: '/bin',
    LC_ALL: 'C',
    CLAUDECODE: '1',
    CLAUDE_CODE_ENTRYPOINT: 'cli',
    NODE_OPTIONS: '-r x',
    TMUX: 'x',
  }

  it('of the agent is a list of what it may have', () => {
    expect(agentEnvironment(ours, { FLAVOUR: 'mint' })).toEqual({
      PATH: '/bin',
      LC_ALL: 'C',
      DISABLE_AUTOUPDATER: '1',
      GIT_TERMINAL_PROMPT: '0',
      CLAUDE_CODE_RESUME_THRESHOLD_MINUTES: '100000000',
      CLAUDE_CODE_RESUME_TOKEN_THRESHOLD: '1000000000',
      FLAVOUR: 'mint',
    })
  })

  it('of the terminal server holds no key', () => {
    expect(terminalEnvironment({ ...ours, ANTHROPIC_API_KEY: 'k' })).toEqual({
      LANG: 'C.UTF-8',
      PATH: '/bin',
      LC_ALL: 'C',
    })
  })
})

describe('acknowledgements', () => {
  const user = (more: object) =>
    JSON.stringify({ type: 'user', uuid: 'u1', message: { content: 'a [cc-ci:7] b' }, ...more })

  it('are found anywhere in a user record, between torn and foreign lines', () => {
    const lines = ['{"type":"user","mess [cc-ci:7]', '', '{"type":"queue-operation","content":"[cc-ci:7]"}', user({})]
    expect(findAcknowledgement(lines, '7')).toEqual({ record: 'u1', records: 1 })
  })

  it.each([
    ['the result of a tool', { toolUseResult: { stdout: '[cc-ci:7]' } }],
    ['a record of a subagent', { isSidechain: true }],
    ['an answer', { type: 'assistant' }],
  ])('are not %s that quotes the mark', (_, more) => {
    expect(findAcknowledgement([user(more)], '7')).toBeUndefined()
  })

  it('count a message that was submitted in pieces', () => {
    expect(findAcknowledgement([user({}), user({ uuid: 'u2' })], '7')).toEqual({ record: 'u1', records: 2 })
  })
})

describe('the registry', () => {
  it('W-08: a status that a later client invents is unknown', () => {
    const record = parseRegistryRecord('{"pid":7,"sessionId":"S","cwd":"/","procStart":99,"status":"dreaming"}')
    expect(record).toMatchObject({ pid: 7, procStart: '99' })
    expect(record && turnOf(record)).toBe('unknown')
  })

  it.each(['', '{', '[]', '{"pid":"7"}'])('takes %j for no record', (text) => {
    expect(parseRegistryRecord(text)).toBeUndefined()
  })
})

describe('the settings of the client', () => {
  const consent = { folder: '/srv/x', apiKey: undefined, bypassPermissions: true }

  it('are seeded once, and keep what else they hold', () => {
    const seeded = seedClientConfig('{"a":1,"projects":{"/srv/x":{"b":2}}}', consent)
    expect(JSON.parse(seeded ?? '')).toEqual({
      a: 1,
      hasCompletedOnboarding: true,
      bypassPermissionsModeAccepted: true,
      projects: { '/srv/x': { b: 2, hasTrustDialogAccepted: true } },
    })
    expect(seedClientConfig(seeded, consent)).toBeUndefined()
  })

  it.each(['', '[]', '{"projects":3}'])('throw for %j, which would lose something', (text) => {
    expect(() => seedClientConfig(text, consent)).toThrow()
  })
})

describe('W-21, W-23: the stream of a headless client', () => {
  const user = '{"type":"user","isReplay":true}'
  it.each([
    ['idle before its first message', [], 'idle', undefined],
    ['busy after a message', [user], 'busy', undefined],
    ['idle after a result', [user, '{"type":"result","is_error":false}'], 'idle', undefined],
    [
      'failed where the result says success and is_error',
      [
        user,
        '{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"terminal_reason":"api_error"}',
      ],
      'idle',
      'its last turn failed: api_error, status 429',
    ],
    [
      'not disturbed by torn lines and unknown types',
      ['{"type":"res', '{"type":"rate_limit_event"}', user],
      'busy',
      undefined,
    ],
  ])('is %s', (_, lines, turn, failure) => {
    expect(readStreamState(lines)).toEqual({ turn, failure })
  })
})
