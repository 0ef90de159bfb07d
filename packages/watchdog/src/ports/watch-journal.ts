import type { Action } from '../decide/action.js'
import type { Instant } from '../decide/instant.js'
import type { WatchState } from '../decide/watch-state.js'
import type { JournalEntry, JournalLine } from '../journal/journal-entry.js'
import type { Snapshot } from '../journal/snapshot.js'

/** Where the watchdog writes down what it sees and does, before it does it. */
export interface WatchJournal {
  /** Grows with each start; of two watchdogs the one with the lower one is an old one. */
  readonly epoch: number
  /** What the last start left. */
  readonly found: {
    readonly snapshot: Snapshot | null
    /** Since that snapshot. */
    readonly lines: readonly JournalLine[]
    /** Actions that were begun and whose end was never written down. */
    readonly unfinished: readonly Action[]
    /** Damaged files that were put aside; while there are any, nothing may be done. */
    readonly quarantined: readonly string[]
  }
  /** `durable` returns when they are on the disk. Throws what the disk says; then nothing was added. */
  append(at: Instant, entries: readonly JournalEntry[], durable?: boolean): void
  /** Keeps the state, so that a later start need not read what came before. */
  snapshot(at: Instant, state: WatchState): void
  /** A snapshot is due, because the file has its size. */
  readonly full: boolean
  /** Nobody has begun a later epoch. */
  isOurs(): boolean
  close(): void
}
