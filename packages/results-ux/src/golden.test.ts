import type { RunResult } from '@cc-ci/contracts/run-result'
import { levelFiveResult, notJudgedResult, redRestoreResult, skippedRungResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { renderBadge, renderCardSvg, renderStateBadge, themes } from './index.js'

const rungs = ['install', 'upgrade', 'backup_restore', 'functional', 'lint'] as const

/** A result that reaches the level and fails the next rung. */
function resultOf(level: number): RunResult {
  const base = { ...levelFiveResult(), level, verdict: level < 4 ? ('red' as const) : ('green' as const) }
  const blocked = rungs[level]
  if (blocked === undefined) return base
  const failed = { status: 'fail' as const, seconds: 4, fact: 'as broken on purpose' }
  const next = { toLevel: 5, text: `mend ${blocked}`, place: 'compose.yml:12' }
  return { ...base, next, rungs: { ...base.rungs, [blocked]: failed } }
}

const longest = 'x'.repeat(60)
const states: readonly (readonly [string, RunResult])[] = [
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

/** A change of these files is a change of what people see: look at it before it is committed. */
describe('what people see of every level and state', () => {
  it.each(states)('badge of %s', async (name, result) => {
    await expect(renderBadge(result, { now: result.finished })).toMatchFileSnapshot(`../test/golden/badge/${name}.svg`)
  })

  it.each(['running', 'not tested'] as const)('badge of a recipe that is %s', async (state) => {
    await expect(renderStateBadge(state)).toMatchFileSnapshot(`../test/golden/badge/${state.replace(' ', '-')}.svg`)
  })

  it('badge of a result that is 47 days old', async () => {
    const result = resultOf(4)
    const badge = renderBadge(result, { now: result.finished + 47 * 86_400 })
    await expect(badge).toMatchFileSnapshot('../test/golden/badge/old.svg')
  })

  it.each(states.flatMap(([name, result]) => themes.map((theme) => [name, theme, result] as const)))(
    'card of %s, %s',
    async (name, theme, result) => {
      await expect(renderCardSvg(result, { theme })).toMatchFileSnapshot(`../test/golden/card/${name}-${theme}.svg`)
    },
  )
})
