import { expect, it } from 'vitest'
import { lintRecipe, uncheckedRules } from './lint-recipe.js'
import { lintRules, ruleDocs } from './rules.js'
import { abraRuleCases } from './testing/abra-rule-cases.js'
import { changeRuleCases } from './testing/change-rule-cases.js'
import { cleanRecipe } from './testing/clean-recipe.js'
import { ownRuleCases } from './testing/own-rule-cases.js'

const cases = [...abraRuleCases, ...ownRuleCases, ...changeRuleCases]
const titledCases = cases.map((each) => [`${each.rule} rejects ${each.rejects}`, each] as const)

it('finds no fault with a clean recipe', () => {
  expect(lintRecipe(cleanRecipe)).toEqual([])
})

it.each(titledCases)('%s', (_title, { rule, failing, at, says }) => {
  const findings = lintRecipe(failing).filter((finding) => finding.rule === rule)

  expect(findings.map(({ file, line }) => `${file}:${line}`)).toEqual(at)
  expect(findings[0]?.message).toContain(says)
  expect(findings[0]?.severity).toBe(lintRules.find(({ id }) => id === rule)?.severity)
  expect(findings.every(({ hint }) => hint !== '')).toBe(true)
})

it.each(titledCases)('%s, and lets the counterpart pass', (_title, { rule, passing }) => {
  expect(lintRecipe(passing).filter((finding) => finding.rule === rule)).toEqual([])
})

it('V-20: every rule has its own id and a case that fails', () => {
  const ids = lintRules.map(({ id }) => id)

  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => !cases.some(({ rule }) => rule === id))).toEqual([])
})

it('documents every rule with a title and a reason', () => {
  const docs = ruleDocs()

  expect(docs.map(({ id }) => id)).toEqual(lintRules.map(({ id }) => id))
  expect(docs.filter(({ title, why }) => title === '' || !/\.$/.test(why))).toEqual([])
})

it('has abra’s severities for abra’s rules', () => {
  const errors = ruleDocs().filter(({ id, severity }) => id.startsWith('R') && severity === 'error')

  expect(errors.map(({ id }) => id)).toEqual(['R008', 'R009', 'R010', 'R011', 'R012', 'R014'])
})

it('names the rules it could not check instead of passing them', () => {
  const { recipe, files } = cleanRecipe

  expect(uncheckedRules({ recipe, files }).map(({ rule }) => rule)).toEqual([
    'R006',
    'R013',
    'R014',
    'C004',
    'C005',
    'C012',
    'C014',
    'R016',
  ])
  expect(lintRecipe({ recipe, files })).toEqual([])
  expect(uncheckedRules(cleanRecipe)).toEqual([{ rule: 'R016', reason: 'its meaning is not known' }])
})
