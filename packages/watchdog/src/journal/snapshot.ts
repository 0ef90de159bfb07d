import type { Instant } from '../decide/instant.js'
import type { WatchState } from '../decide/watch-state.js'

/** The state as it was after one line of the journal. */
export interface Snapshot {
  readonly schemaVersion: 1
  /** Of the last line that is in it; 0 before the first one. */
  readonly seq: number
  readonly epoch: number
  readonly at: Instant
  readonly state: WatchState
}
