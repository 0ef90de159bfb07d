import { initialState } from '../decide/reduce.js'
import type { WatchState } from '../decide/watch-state.js'
import type { JournalLine } from '../journal/journal-entry.js'

export interface JournalStart {
  readonly state: WatchState
  readonly lines: readonly JournalLine[]
  /** Nothing before these lines is missing. Otherwise what was counted before, such as restarts, is not known. */
  readonly whole: boolean
  /** Lines that are left out, because nothing can be made of them without those before. */
  readonly skipped: number
  /** Numbers after which lines are missing. */
  readonly gaps: readonly number[]
}

/**
 * Where the fold of a journal begins whose oldest lines may be gone: at its first line, or at the first start of a
 * watchdog, which writes down again everything that it sees.
 */
export function chooseStart(lines: readonly JournalLine[]): JournalStart {
  const whole = lines[0]?.seq === 1 || lines.length === 0
  const begun = lines.findIndex(({ kind }) => kind === 'began')
  const skipped = whole ? 0 : Math.max(0, begun)
  const kept = lines.slice(skipped)
  const gaps = kept.flatMap(({ seq }, index) => {
    const next = kept[index + 1]?.seq
    return next === undefined || next === seq + 1 ? [] : [seq]
  })
  return { state: initialState, lines: kept, whole, skipped, gaps }
}
