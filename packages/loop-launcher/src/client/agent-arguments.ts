import type { LoopSettings } from '@cc-ci/contracts/loop-settings'

export interface Conversation {
  readonly sessionId: string
  /** Whether the client already knows it: a known id is resumed, for creating it again is refused. */
  readonly known: boolean
}

export interface AgentArguments {
  readonly agent: LoopSettings['agent']
  readonly conversation: Conversation
  readonly model: string | undefined
  /** A settings file for the client, outside of the repository it works in. */
  readonly settingsFile: string | undefined
}

const streamJson = ['-p', '--input-format', 'stream-json', '--output-format', 'stream-json']
const replayed = ['--replay-user-messages', '--verbose']

/**
 * The agent's whole command line, built anew from what is known and never added to an older one; without a prompt, and
 * never with `--continue`, which takes whatever conversation came last.
 */
export function agentArguments({ agent, conversation, model, settingsFile }: AgentArguments): string[] {
  return [
    ...agent.command,
    ...(agent.engine === 'stream-json' ? [...streamJson, ...replayed] : []),
    ...(conversation.known ? ['--resume'] : ['--session-id']),
    conversation.sessionId,
    ...(model === undefined ? [] : ['--model', model]),
    '--permission-mode',
    agent.permissionMode,
    ...(settingsFile === undefined ? [] : ['--settings', settingsFile]),
  ]
}

/** Whether another program's arguments name this conversation. */
export function namesConversation(args: readonly string[], sessionId: string): boolean {
  return args.some((arg, index) => {
    const before = args[index - 1] ?? ''
    if (arg === sessionId) return ['--resume', '-r', '--session-id'].includes(before)
    return arg === `--resume=${sessionId}` || arg === `--session-id=${sessionId}`
  })
}

/** Whether another program's arguments take the latest conversation of its folder, whichever that is. */
export function takesTheLatest(args: readonly string[]): boolean {
  return args.includes('--continue') || args.includes('-c')
}
