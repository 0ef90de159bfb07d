import type { Reduce } from '../decide/reduce.js'
import type { WatchState } from '../decide/watch-state.js'
import type { JournalLine } from '../journal/journal-entry.js'
import { unfoldJournal } from '../journal/unfold-journal.js'

/** The state after these lines. They are those after the one that `state` was written at, in order. */
export function foldLines(state: WatchState, lines: readonly JournalLine[], reduce: Reduce): WatchState {
  let soFar = state
  for (const { observation, now } of unfoldJournal(lines, state)) soFar = reduce(soFar, observation, now).state
  return soFar
}
