import { describe, expect, it } from 'vitest'
import { resultOf, states } from '../test/golden-states.js'
import { renderBadge, renderCardSvg, renderStateBadge, themes } from './index.js'

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
