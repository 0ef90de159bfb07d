import { crc32 } from 'node:zlib'
import { type JournalEvent, type JournalRecord, journalEventSchema } from './journal-event.js'

/** A record as one line with its line end; the checksum covers everything before it. */
export function printJournalLine(event: JournalEvent, { seq, at }: { seq: number; at: number }): string {
  const { event: name, ...rest } = event
  const body = JSON.stringify({ seq, at, event: name, ...rest })
  return `${body.slice(0, -1)},"crc":"${checksum(body)}"}\n`
}

export interface ReadJournal {
  readonly records: readonly JournalRecord[]
  /** Bytes after the last line end: a write that a crash cut short. */
  readonly tornBytes: number
  /** Numbers, from 1, of complete lines that are not what was written. */
  readonly corruptLines: readonly number[]
}

/** Reads what can be trusted, and says what cannot. Intact records of an unknown kind are left out. */
export function readJournalText(text: string): ReadJournal {
  const end = text.lastIndexOf('\n') + 1
  const lines = text.slice(0, end).split('\n').slice(0, -1)
  const read = lines.map(readLine)
  return {
    records: read.flatMap((each) => (typeof each === 'object' ? [each] : [])),
    tornBytes: Buffer.byteLength(text.slice(end)),
    corruptLines: read.flatMap((each, index) => (each === 'corrupt' ? [index + 1] : [])),
  }
}

function readLine(line: string): JournalRecord | 'corrupt' | 'unknown' {
  const [, start, crc] = /^(\{.*),"crc":"([0-9a-f]{8})"\}$/.exec(line) ?? []
  if (start === undefined || checksum(`${start}}`) !== crc) return 'corrupt'
  const value = JSON.parse(`${start}}`) as { seq: number; at: number }
  const event = journalEventSchema.safeParse(value)
  return event.success ? { ...event.data, seq: value.seq, at: value.at } : 'unknown'
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
