import type { Action } from '../decide/action.js'
import type { ResultFact } from '../decide/facts.js'
import type { Instant } from '../decide/instant.js'
import type { Observation } from '../decide/observation.js'
import type { StateName } from '../decide/state-name.js'
import type { Pace } from '../ports/sensors.js'

/**
 * What the watchdog writes down, in order. Its state is the fold of these since the snapshot before, so that a journal
 * can be replayed under other rules. Only a fact that changed is written; `ticked` says which paces were looked at since
 * the tick before, and so that their other facts were seen again as they were. An `intended` without a `finished` is a
 * crash between both.
 */
export type JournalEntry =
  | { readonly kind: 'began'; readonly version: string; readonly bootId: string }
  | { readonly kind: 'observed'; readonly observation: Observation }
  | { readonly kind: 'ticked'; readonly paces: readonly Pace[]; readonly lookedAt: Instant }
  | {
      readonly kind: 'changed'
      readonly loop: string
      readonly from: StateName
      readonly to: StateName
      readonly why: string
    }
  | { readonly kind: 'intended'; readonly action: Action }
  | { readonly kind: 'finished'; readonly result: ResultFact }
  | { readonly kind: 'ended'; readonly reason: string }

/** One line: numbered from 1 without gaps, with the epoch of whoever wrote it; a higher epoch fences off a lower one. */
export type JournalLine = JournalEntry & { readonly seq: number; readonly epoch: number; readonly at: Instant }
