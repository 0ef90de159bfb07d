import type { RecordBody } from './assistant-records.js'

/** Who wrote a prompt: somebody at the keyboard, or the client itself once a limit is over. */
type PromptOrigin = 'human' | 'auto-continuation'

export interface Prompt {
  readonly id: string
  readonly text: string
  readonly origin: PromptOrigin
}

export interface PromptPosition {
  readonly promptIndex: number
  readonly turnIndex: number
}

export function promptRecord(prompt: Prompt, permissionMode: string, turnPosition: PromptPosition): RecordBody {
  const typed = prompt.origin === 'human'
  return {
    promptId: prompt.id,
    type: 'user',
    message: { role: 'user', content: prompt.text },
    ...(!typed && { isMeta: true }),
    permissionMode,
    origin: { kind: prompt.origin },
    promptSource: typed ? 'typed' : 'system',
    ...(!typed && { queueSkipSlashCommands: true }),
    turnOrigin: typed ? 'human' : 'auto_continuation',
    turnPosition,
    ...(!typed && { queuePriority: 'later' }),
  }
}

export interface ToolOutcome {
  readonly id: string
  readonly output: string
  readonly failed: boolean
}

export function toolResultRecord({ id, output, failed }: ToolOutcome): RecordBody {
  return {
    type: 'user',
    message: {
      role: 'user',
      content: [{ tool_use_id: id, type: 'tool_result', content: output, is_error: failed }],
    },
    toolUseResult: { stdout: failed ? '' : output, stderr: failed ? output : '', interrupted: false, isImage: false },
  }
}

export function interruptionRecord(): RecordBody {
  return { type: 'user', message: { role: 'user', content: [{ type: 'text', text: '[Request interrupted by user]' }] } }
}

/** A remark of the client itself, such as that it will go on by itself. */
export function noticeRecord(content: string): RecordBody {
  return { type: 'system', subtype: 'informational', content, isMeta: false, level: 'notice' }
}

/** The words with which the client goes on by itself. */
export const continuationPrompt =
  'Your claude.ai usage limit has reset. Continue the task you were working on when the limit was reached; do not repeat work that is already complete.'
