/** A line that came in: a prompt, a request to stop the turn, or something else. */
export type IncomingMessage =
  | { readonly kind: 'prompt'; readonly text: string; readonly line: Readonly<Record<string, unknown>> }
  | { readonly kind: 'interrupt'; readonly requestId: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed' }

interface Line extends Record<string, unknown> {
  readonly type?: string
  readonly message?: { readonly content?: string | readonly { readonly type: string; readonly text?: string }[] }
  readonly request_id?: string
  readonly request?: { readonly subtype?: string }
}

/** Reads one line of `--input-format stream-json`. */
export function readUserMessage(text: string): IncomingMessage {
  let line: Line
  try {
    line = JSON.parse(text) as Line
  } catch {
    return { kind: 'malformed' }
  }
  if (line.type === 'user') return { kind: 'prompt', text: textOf(line), line }
  if (line.type === 'control_request' && line.request?.subtype === 'interrupt') {
    return { kind: 'interrupt', requestId: line.request_id ?? '' }
  }
  return { kind: 'other' }
}

function textOf({ message }: Line): string {
  const content = message?.content ?? ''
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n')
}
