/** `unreadable`: nobody can tell from these lines. */
export type LastTurn = 'over' | 'running' | 'unreadable'

/** What the client records about itself rather than to begin a turn. */
const aside = /^(?:<command-name>|<local-command-stdout>|\[Request interrupted by user)/

/**
 * Whether the last turn of a conversation is over, by the last record of its main thread: the last lines of a transcript
 * (JSONL), of which the first may be cut.
 */
export function readLastTurn(lines: readonly string[]): LastTurn {
  for (const line of lines.toReversed()) {
    const turn = readTurn(line)
    if (turn !== undefined) return turn
  }
  return 'unreadable'
}

interface TurnRecord {
  readonly type?: unknown
  readonly isSidechain?: unknown
  readonly isApiErrorMessage?: unknown
  readonly message?: { readonly content?: unknown; readonly stop_reason?: unknown }
}

/** Undefined for a record that says nothing about it, such as a helper's, or a line that is torn. */
function readTurn(line: string): 'over' | 'running' | undefined {
  const { type, isSidechain, isApiErrorMessage, message } = parse(line)
  if (isSidechain === true) return undefined
  if (type === 'user') return aside.test(textOf(message?.content)) ? 'over' : 'running'
  if (type !== 'assistant') return undefined
  if (isApiErrorMessage === true) return 'over'
  return ['tool_use', null, undefined].includes(message?.stop_reason as string | null | undefined) ? 'running' : 'over'
}

function parse(line: string): TurnRecord {
  try {
    return (JSON.parse(line) as TurnRecord | null) ?? {}
  } catch {
    return {}
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  const [first] = Array.isArray(content) ? (content as { text?: unknown }[]) : []
  return typeof first?.text === 'string' ? first.text : ''
}
