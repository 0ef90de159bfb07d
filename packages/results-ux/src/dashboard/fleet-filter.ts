import { rungNames } from '@cc-ci/contracts/ladder'
import type { FleetEntry } from '../history/history.js'
import type { RunRow } from '../history/run-row.js'

/** Why a recipe wants somebody’s attention, the most urgent first. */
export const needs = ['regressed', 'red', 'unjudged', 'stale', 'flaky', 'untested'] as const
export type Need = (typeof needs)[number]

/** From when on a result says little about today, in seconds. */
const staleAfter = 30 * 86_400

/** What there is to see to in a recipe, the most urgent first; `now` in epoch seconds. */
export function needsOf({ main, before, latest }: FleetEntry, now: number): Need[] {
  const applies: Readonly<Record<Need, boolean>> = {
    regressed: main !== undefined && before !== undefined && main.level < before.level,
    red: main?.verdict === 'red',
    unjudged: latest.verdict === 'error',
    stale: main !== undefined && now - main.finished > staleAfter,
    flaky: (main?.flaky ?? 0) > 0,
    untested: main === undefined,
  }
  return needs.filter((need) => applies[need])
}

/** Recipes that need attention first, by urgency; the others, and equals, by name. */
export function byUrgency(entries: readonly FleetEntry[], now: number): FleetEntry[] {
  const urgency = new Map(entries.map((entry) => [entry, rankOf(entry, now)]))
  const byName = new Intl.Collator('en')
  return entries.toSorted(
    (one, other) => (urgency.get(one) ?? 0) - (urgency.get(other) ?? 0) || byName.compare(one.recipe, other.recipe),
  )
}

function rankOf(entry: FleetEntry, now: number): number {
  const [first] = needsOf(entry, now)
  return first === undefined ? needs.length : needs.indexOf(first)
}

/** The keys of the filter language, each with its values: what a person may type. */
export const filterKeys = {
  s: ['failed', 'passed', 'error'],
  r: rungNames,
  level: ['0', '1', '2', '3', '4', '5'],
  needs,
} as const

/**
 * The words by which a recipe is found. `r:upgrade` is there when that rung keeps the level down, so that
 * `s:failed r:upgrade` finds what fails to upgrade. The page’s script filters by the same words.
 */
export function filterWords(entry: FleetEntry, now: number): string[] {
  const shown = entry.main ?? entry.latest
  const name = entry.recipe.toLowerCase().replaceAll(/\s+/g, '-')
  return [
    name,
    `recipe:${name}`,
    `s:${{ green: 'passed', red: 'failed', error: 'error' }[shown.verdict]}`,
    ...(entry.main === undefined ? [] : [`level:${entry.main.level}`]),
    ...blockedRungs(shown).map((rung) => `r:${rung}`),
    ...needsOf(entry, now).map((need) => `needs:${need}`),
  ]
}

function blockedRungs({ rungs }: RunRow): readonly string[] {
  return rungNames.filter((rung) => rungs[rung].status === 'fail' || rungs[rung].status === 'unverified')
}

/** Whether every word of a filter is found: one with a colon exactly, one without as a part of the recipe’s name. */
export function matchesFilter(words: readonly string[], filter: string): boolean {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return wanted.every((word) => (word.includes(':') ? words.includes(word) : words[0]?.includes(word)))
}
