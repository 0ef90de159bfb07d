import { existsSync, type FSWatcher, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunEvent, runEventSchema } from '@cc-ci/contracts/run-event'
import { eventWords } from '../dashboard/event-words.js'
import type { LiveLine } from '../dashboard/live-page.js'
import { withoutControls } from '../render/escape-xml.js'

export interface JournalEntry {
  /** Place in the journal, counted from 1. */
  readonly id: number
  readonly event: RunEvent
}

/** The events of a run after the one with this place; a line that is not whole yet is none. */
export async function readJournal(folder: string, after = 0): Promise<JournalEntry[]> {
  const text = await readFile(join(folder, 'events.jsonl'), 'utf8').catch(() => '')
  const whole = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
  return whole.slice(after).flatMap((line, index) => {
    const event = parse(line)
    return event === undefined ? [] : [{ id: after + index + 1, event }]
  })
}

/** Hands over events as they are written, each once and in order, until the run has a result or nobody listens. */
export async function followJournal(
  folder: string,
  {
    after,
    signal,
    onEntries,
  }: { after: number; signal: AbortSignal; onEntries: (entries: JournalEntry[]) => Promise<void> },
): Promise<'finished' | 'stopped'> {
  let seen = after
  let wake = (): void => undefined
  let watcher: FSWatcher | undefined
  try {
    watcher = watch(folder, () => wake())
    signal.addEventListener('abort', () => wake(), { once: true })
    for (;;) {
      // Before it looks, so that what changes meanwhile is not slept through.
      const changed = new Promise<void>((resolve) => {
        wake = resolve
      })
      const finished = existsSync(join(folder, 'results.json'))
      const entries = await readJournal(folder, seen)
      seen = entries.at(-1)?.id ?? seen
      if (entries.length > 0) await onEntries(entries)
      if (signal.aborted) return 'stopped'
      if (finished) return 'finished'
      await changed
    }
  } finally {
    watcher?.close()
  }
}

/** The events that people want to read, as lines. */
export function linesOf(entries: readonly JournalEntry[]): LiveLine[] {
  return entries.flatMap(({ id, event }) => {
    const text = eventWords(event)
    return text === undefined ? [] : [{ id, text: withoutControls(text) }]
  })
}

function parse(line: string): RunEvent | undefined {
  try {
    return runEventSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
