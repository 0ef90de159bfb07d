import type { RunResult } from '@cc-ci/contracts/run-result'
import { levelFiveResult, notJudgedResult, redRestoreResult, skippedRungResult } from '@cc-ci/contracts/testing'

const rungs = ['install', 'upgrade', 'backup_restore', 'functional', 'lint'] as const

/** A result that reaches the level and fails the next rung. */
export function resultOf(level: number): RunResult {
  const base = { ...levelFiveResult(), level, verdict: level < 4 ? ('red' as const) : ('green' as const) }
  const blocked = rungs[level]
  if (blocked === undefined) return base
  const failed = { status: 'fail' as const, seconds: 4, fact: 'as broken on purpose' }
  const next = { toLevel: 5, text: `mend ${blocked}`, place: 'compose.yml:12' }
  return { ...base, next, rungs: { ...base.rungs, [blocked]: failed } }
}

const longest = 'x'.repeat(60)
/** Every level, and every state in which a run can end, by the name of its golden files. */
export const states: readonly (readonly [string, RunResult])[] = [
  ...[0, 1, 2, 3, 4, 5].map((level) => [`level-${level}`, resultOf(level)] as const),
  ['restore-lost-data', redRestoreResult()],
  ['rung-not-applicable', skippedRungResult()],
  ['not-judged', notJudgedResult()],
  ['cancelled', { ...notJudgedResult(), stopped: 'cancelled' }],
  ['deadline', { ...notJudgedResult(), stopped: 'deadline' }],
  ['quick', { ...levelFiveResult(), mode: 'quick' }],
  [
    'longest-names',
    { ...resultOf(2), recipe: longest, version: longest, next: { toLevel: 5, text: longest.repeat(3), place: null } },
  ],
]
