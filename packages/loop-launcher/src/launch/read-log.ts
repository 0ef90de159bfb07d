import { foldJournal } from '../journal/fold-journal.js'
import type { JournalRecord } from '../journal/journal-event.js'
import type { Loop } from './loop.js'

export interface LogLine {
  /** Epoch seconds. */
  readonly at: number
  readonly from: 'journal' | 'agent' | 'user'
  readonly text: string
}

const tailBytes = 1024 * 1024

/** The last lines of what happened to the loop and of what was said in its conversation, in order of time. */
export function readLog(loop: Loop, count: number): readonly LogLine[] {
  const { records } = loop.journal.read()
  const { session } = foldJournal(records)
  const lines = [
    ...records.map(journalLine),
    ...(session === undefined ? [] : transcriptLines(loop, session.sessionId)),
  ]
  return lines.sort((one, other) => one.at - other.at).slice(-count)
}

function journalLine(record: JournalRecord): LogLine {
  const { seq: _seq, at, event, ...rest } = record
  const about = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return { at, from: 'journal', text: [event, ...about].join(' ') }
}

function transcriptLines(loop: Loop, sessionId: string): readonly LogLine[] {
  const { size } = loop.client.transcriptState(sessionId)
  return loop.client.transcriptFrom(sessionId, Math.max(0, size - tailBytes)).flatMap(transcriptLine)
}

function transcriptLine(line: string): readonly LogLine[] {
  try {
    const { type, timestamp, message } = JSON.parse(line) as Record<string, unknown>
    const text = textOf((message as { content?: unknown } | undefined)?.content)
    if ((type !== 'user' && type !== 'assistant') || text === '') return []
    return [{ at: Date.parse(String(timestamp)) / 1000, from: type === 'user' ? 'user' : 'agent', text }]
  } catch {
    return []
  }
}

/** Tool calls and their results are left out: they are long, and the transcript has them. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .flatMap((part: { type?: string; text?: string }) => (part.type === 'text' ? [part.text ?? ''] : []))
    .join('\n')
}
