import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { printCheckedLine } from '@cc-ci/contracts/checked-lines'
import type { Instant } from '../decide/instant.js'
import type { WatchState } from '../decide/watch-state.js'
import type { JournalEntry, JournalLine } from '../journal/journal-entry.js'
import type { Snapshot } from '../journal/snapshot.js'
import { unfinishedActions } from '../journal/unfinished-actions.js'
import { type WatchPaths, watchPaths } from '../journal/watch-paths.js'
import type { WatchJournal } from '../ports/watch-journal.js'
import { readTextFile, syncFolder, writeDurably } from './durable-file.js'
import { quarantined, quarantineName, readJournalFile, rotatedJournals } from './read-journal.js'
import { readSnapshot, writeSnapshot } from './snapshot-file.js'

export interface JournalLimits {
  /** A longer file is put aside, together with a snapshot. */
  readonly fileBytes: number
  readonly keepSeconds: number
  /** However young: a disk must not be filled by what is said about it. */
  readonly keepFiles: number
}

const defaultLimits: JournalLimits = { fileBytes: 16 * 2 ** 20, keepSeconds: 3 * 86_400, keepFiles: 12 }

/** The watchdog's journal and snapshots; whoever opens it holds the watchdog's lock. */
export class WatchJournalFile implements WatchJournal {
  readonly epoch: number
  readonly found: WatchJournal['found']
  readonly #paths: WatchPaths
  readonly #limits: JournalLimits
  #descriptor: number
  #size: number
  #seq: number

  /** Begins the next epoch. A torn end is dropped; a damaged file is put aside. */
  constructor(folder: string, limits: JournalLimits = defaultLimits) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#paths = watchPaths(folder)
    this.#limits = limits
    const { snapshot, damaged } = readSnapshot(this.#paths)
    const { lines, tornBytes, corruptLines } = readJournalFile(this.#paths.journal)
    if (tornBytes > 0) truncateSync(this.#paths.journal, statSync(this.#paths.journal).size - tornBytes)
    if (corruptLines.length > 0) this.#quarantine(this.#paths.journal)
    for (const file of damaged) this.#quarantine(file)
    this.#seq = Math.max(snapshot?.seq ?? 0, lines.at(-1)?.seq ?? 0)
    this.epoch = 1 + Math.max(snapshot?.epoch ?? 0, lines.at(-1)?.epoch ?? 0, this.#writtenEpoch())
    writeDurably(this.#paths.epoch, `${this.epoch}\n`)
    const whole = corruptLines.length > 0 ? [] : lines
    this.found = {
      snapshot,
      // After a damaged line nothing is what it seems.
      lines: whole.filter(({ seq }) => seq > (snapshot?.seq ?? 0)),
      unfinished: unfinishedActions([...this.#linesBefore(), ...whole]),
      quarantined: quarantined(folder),
    }
    this.#descriptor = openSync(this.#paths.journal, 'a', 0o600)
    this.#size = statSync(this.#paths.journal).size
    syncFolder(folder)
  }

  append(at: Instant, entries: readonly JournalEntry[], durable = false): void {
    for (const entry of entries) {
      const line: JournalLine = { seq: this.#seq + 1, epoch: this.epoch, at, ...entry }
      this.#write(Buffer.from(printCheckedLine(line)))
      this.#seq += 1
    }
    if (durable) fsyncSync(this.#descriptor)
  }

  snapshot(at: Instant, state: WatchState): void {
    const snapshot: Snapshot = { schemaVersion: 1, seq: this.#seq, epoch: this.epoch, at, state }
    writeSnapshot(this.#paths, snapshot)
    if (this.#size > this.#limits.fileBytes) this.#rotate(at)
  }

  get full(): boolean {
    return this.#size > this.#limits.fileBytes
  }

  isOurs(): boolean {
    return this.#writtenEpoch() === this.epoch
  }

  close(): void {
    fsyncSync(this.#descriptor)
    closeSync(this.#descriptor)
  }

  /** What a full disk cut short is taken back, so that the next line begins a line. */
  #write(line: Buffer): void {
    try {
      const written = writeSync(this.#descriptor, line)
      if (written < line.length) throw new Error(`only ${written} of ${line.length} bytes were written`)
      this.#size += line.length
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#size)
      throw error
    }
  }

  /** An action may have been under way when the file was put aside. */
  #linesBefore(): readonly JournalLine[] {
    const last = rotatedJournals(this.#paths.folder).at(-1)
    return last === undefined ? [] : readJournalFile(last).lines
  }

  #writtenEpoch(): number {
    return Number(readTextFile(this.#paths.epoch) ?? 0) || 0
  }

  #rotate(at: Instant): void {
    fsyncSync(this.#descriptor)
    closeSync(this.#descriptor)
    renameSync(this.#paths.journal, join(this.#paths.folder, `journal.${this.#seq}.jsonl`))
    this.#descriptor = openSync(this.#paths.journal, 'a', 0o600)
    this.#size = 0
    syncFolder(this.#paths.folder)
    const kept = rotatedJournals(this.#paths.folder)
    const old = kept.filter((file, index) => {
      const tooMany = index < kept.length - this.#limits.keepFiles
      return tooMany || statSync(file).mtimeMs / 1000 < at.wall - this.#limits.keepSeconds
    })
    for (const file of old) rmSync(file, { force: true })
  }

  #quarantine(file: string): void {
    if (!existsSync(file)) return
    const now = new Date()
    const paths = { ...this.#paths, journal: file }
    renameSync(file, join(this.#paths.folder, quarantineName(paths, now)))
  }
}
