import { type CheckedLines, printCheckedLine, readCheckedLines } from '@cc-ci/contracts/checked-lines'
import { type JournalEvent, type JournalRecord, journalEventSchema } from './journal-event.js'

/** A record as one line with its line end and a checksum. */
export function printJournalLine(event: JournalEvent, { seq, at }: { seq: number; at: number }): string {
  const { event: name, ...rest } = event
  return printCheckedLine({ seq, at, event: name, ...rest })
}

export interface ReadJournal extends Omit<CheckedLines, 'values'> {
  readonly records: readonly JournalRecord[]
}

/** Reads what can be trusted, and says what cannot. Intact records of an unknown kind are left out. */
export function readJournalText(text: string): ReadJournal {
  const { values, ...trouble } = readCheckedLines(text)
  return { records: values.flatMap(readRecord), ...trouble }
}

function readRecord(value: unknown): JournalRecord[] {
  const { seq, at } = value as { seq: number; at: number }
  const event = journalEventSchema.safeParse(value)
  return event.success ? [{ ...event.data, seq, at }] : []
}
