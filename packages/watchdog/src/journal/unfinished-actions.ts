import type { Action } from '../decide/action.js'
import type { JournalLine } from './journal-entry.js'

/** Actions that were begun, and whose end nobody wrote down. */
export function unfinishedActions(lines: readonly JournalLine[]): readonly Action[] {
  const finished = new Set(lines.flatMap((line) => (line.kind === 'finished' ? [line.result.actionId] : [])))
  return lines.flatMap((line) => (line.kind === 'intended' && !finished.has(line.action.id) ? [line.action] : []))
}
