import { keepNewest } from './keep-newest.js'
import type { Outcome } from './transcript-state.js'

const remembered = 32

/**
 * Adds how a request ended, in the order of time, whatever order the lines have. An error that follows an error of the
 * same turn, as its child, is the same failure.
 */
export function addOutcome(outcomes: readonly Outcome[], added: Outcome): readonly Outcome[] {
  const failed = added.class !== 'success'
  if (failed && outcomes.some((each) => each.class !== 'success' && each.parent === added.uuid)) return outcomes
  const others = failed ? outcomes.filter((each) => each.class === 'success' || each.uuid !== added.parent) : outcomes
  const position = others.findLastIndex((each) => each.at <= added.at) + 1
  return keepNewest([...others.slice(0, position), added, ...others.slice(position)], remembered)
}

/** Those in a row at the end that failed in the same way; none after a success. */
export function failingStreak(outcomes: readonly Outcome[]): readonly Outcome[] {
  const last = outcomes.at(-1)
  if (last === undefined || last.class === 'success') return []
  return outcomes.slice(outcomes.findLastIndex((each) => each.class !== last.class) + 1)
}
