import type { RunComparison } from './compare-runs.js'

/** The levels of two runs in words: "level 5 → 2, 3 lost". A side that judged nothing has none. */
export function levelWords({ before, after }: Pick<RunComparison, 'before' | 'after'>): string {
  const [from, to] = [before.level, after.level]
  if (from === null || to === null) return `level ${from ?? 'unknown'} → ${to ?? 'unknown'}`
  if (from === to) return `level ${to}, as before`
  return `level ${from} → ${to}, ${Math.abs(to - from)} ${to > from ? 'gained' : 'lost'}`
}

/** "run 12 of main" or "run 13 of PR #42", with its version. */
export function sideWords({ runId, pr, version }: RunComparison['before']): string {
  return `run ${runId} of ${pr === null ? 'main' : `PR #${pr}`} (${version})`
}
