import { readCheckedLines } from '@cc-ci/contracts/checked-lines'

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
  /** Lines that are torn, damaged or something else. */
  readonly unreadable: number
}

/** Reads what can be trusted of a journal: a crash may have cut its last line short. */
export function readJournalEntries(text: string): JournalEntries {
  const { values, corruptLines, tornBytes } = readCheckedLines(text)
  const entries = values.filter(isEntry)
  const strange = values.length - entries.length
  return { entries, unreadable: strange + corruptLines.length + (tornBytes > 0 ? 1 : 0) }
}

function isEntry(value: unknown): value is JournalEntry {
  const { at, event } = value as Partial<JournalEntry>
  return typeof at === 'number' && typeof event === 'string'
}
