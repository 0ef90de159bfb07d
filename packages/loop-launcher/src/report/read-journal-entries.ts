/** One line of a loop's journal, as far as reports read it. */
export interface JournalEntry {
  /** Epoch seconds. */
  readonly at: number
  readonly event: string
  readonly [key: string]: unknown
}

export interface JournalEntries {
  /** In the order in which they were written. */
  readonly entries: readonly JournalEntry[]
  /** Lines that are torn or something else. */
  readonly unreadable: number
}

/** Reads what can be read of a journal (JSONL): a crash may have cut its last line short. */
export function readJournalEntries(text: string): JournalEntries {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const entries = lines.flatMap(readEntry)
  return { entries, unreadable: lines.length - entries.length }
}

function readEntry(line: string): readonly JournalEntry[] {
  try {
    const value = JSON.parse(line) as Partial<JournalEntry> | null
    return typeof value?.at === 'number' && typeof value.event === 'string' ? [value as JournalEntry] : []
  } catch {
    return []
  }
}
