import { loopSettingsSchema } from '@cc-ci/contracts/loop-settings'
import { describe, expect, it } from 'vitest'
import { agentArguments, namesConversation, takesTheLatest } from './agent-arguments.js'
import { agentEnvironment, terminalEnvironment } from './agent-environment.js'
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
