import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readCheckedLines } from '@cc-ci/contracts/checked-lines'
import type { JournalLine } from '../journal/journal-entry.js'
import type { Snapshot } from '../journal/snapshot.js'
import { type WatchPaths, watchPaths } from '../journal/watch-paths.js'
import { readTextFile } from './durable-file.js'
import { readSnapshot } from './snapshot-file.js'

export interface Damage {
  /** Absolute path. */
  readonly file: string
  readonly what: string
}

export interface ReadJournal {
  /** The newest that is intact; null when there is none. */
  readonly snapshot: Snapshot | null
  /** All intact lines that are kept, the oldest first; also those that are in the snapshot. */
  readonly lines: readonly JournalLine[]
  /** What could not be read, and what a crash cut short; files that were put aside because of it, too. */
  readonly damage: readonly Damage[]
}

/** Reads the state folder of a watchdog, `<workspace>/.cc-ci/watchdog`, and changes nothing; an absent one is empty. */
export function readJournal(folder: string): ReadJournal {
  const paths = watchPaths(folder)
  const { snapshot, damaged } = readSnapshot(paths)
  const files = [...rotatedJournals(folder), paths.journal]
  const read = files.map((file) => readJournalFile(file))
  return {
    snapshot,
    lines: read.flatMap(({ lines }) => lines),
    damage: [...tellDamaged(damaged), ...read.flatMap(({ damage }) => damage), ...tellQuarantined(folder)],
  }
}

/** As `readJournal`, but only the file that is being written: all that came after the newest snapshot is in it. */
export function readLatestJournal(folder: string): ReadJournal {
  const paths = watchPaths(folder)
  const { snapshot, damaged } = readSnapshot(paths)
  const { lines, damage } = readJournalFile(paths.journal)
  return { snapshot, lines, damage: [...tellDamaged(damaged), ...damage, ...tellQuarantined(folder)] }
}

function tellDamaged(files: readonly string[]): readonly Damage[] {
  return files.map((file) => ({ file, what: 'is not what was written' }))
}

function tellQuarantined(folder: string): readonly Damage[] {
  return quarantined(folder).map((file) => ({ file, what: 'was put aside because it was damaged' }))
}

export interface ReadJournalFile {
  readonly lines: readonly JournalLine[]
  readonly tornBytes: number
  readonly corruptLines: readonly number[]
  readonly damage: readonly Damage[]
}

export function readJournalFile(file: string): ReadJournalFile {
  const { values, tornBytes, corruptLines } = readCheckedLines(readTextFile(file) ?? '')
  const torn = { file, what: `${tornBytes} bytes at its end were cut short` }
  const corrupt = { file, what: `line ${corruptLines.join(', ')} is not what was written` }
  return {
    lines: values.filter(isLine),
    tornBytes,
    corruptLines,
    damage: [...(tornBytes > 0 ? [torn] : []), ...(corruptLines.length > 0 ? [corrupt] : [])],
  }
}

/** What the checksum covers is what was written; only a later version can have written something else. */
function isLine(value: unknown): value is JournalLine {
  const { seq, epoch, kind } = value as Partial<JournalLine>
  return typeof seq === 'number' && typeof epoch === 'number' && kinds.has(kind ?? '')
}

const kinds = new Set<string>([
  'began',
  'observed',
  'ticked',
  'changed',
  'intended',
  'finished',
  'ended',
] satisfies JournalLine['kind'][])

/** Named by the number of their last line, the oldest first. */
export function rotatedJournals(folder: string): readonly string[] {
  return namesIn(folder)
    .filter((name) => /^journal\.\d+\.jsonl$/.test(name))
    .sort((one, other) => numberOf(one) - numberOf(other))
    .map((name) => join(folder, name))
}

function numberOf(name: string): number {
  return Number(name.split('.')[1])
}

/** While there is one, the watchdog only observes. */
export function quarantined(folder: string): readonly string[] {
  return namesIn(folder)
    .filter((name) => name.includes('.corrupt-'))
    .map((name) => join(folder, name))
}

export function quarantineName({ journal }: WatchPaths, at: Date): string {
  return `${basename(journal, '.jsonl')}.corrupt-${at.toISOString().replace(/[:.]/g, '-')}.jsonl`
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
