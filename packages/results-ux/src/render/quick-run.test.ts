import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { expect, it } from 'vitest'
import { renderJunit } from '../formats/junit.js'
import { renderAltText } from './alt-text.js'
import { renderBadge } from './badge.js'
import { renderCardSvg } from './card.js'
import { renderRunPage } from './page.js'
import { renderSummary } from './summary.js'

const full: RunResult = { ...exampleRunResult(), level: 2, next: { toLevel: 3, text: 'run it in full', place: null } }

it.each<[string, (result: RunResult) => string, string]>([
  ['the terminal', (result) => renderSummary(result, { colour: false }), 'Upgrades (quick run: lower confidence)'],
  ['the page', renderRunPage, 'A quick run has lower confidence and gates no merge.'],
  ['the card', (result) => renderCardSvg(result, { theme: 'light' }), 'Upgrades · quick'],
  ['the alternative text', renderAltText, 'quick run: lower confidence'],
  ['the badge', (result) => renderBadge(result, { now: result.finished }), 'L2 · Upgrades · quick'],
  ['JUnit', renderJunit, 'name="cc-ci.mode" value="quick"'],
])('%s tells a quick run from a full one', (_, render, words) => {
  expect(render({ ...full, mode: 'quick' })).toContain(words)
  expect(render(full)).not.toContain('quick')
})

it('asks for a full run, and not for one thing to fix', () => {
  const said = renderSummary({ ...full, mode: 'quick' }, { colour: false })
  expect(said).toContain('To reach L3: run it in full')
})
