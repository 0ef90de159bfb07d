import { tierNames } from '@cc-ci/contracts/run-result'
import { workspaceConfigSchema } from '@cc-ci/contracts/workspace-config'
import { describe, expect, it } from 'vitest'
import { checkFlags } from './check-flags.js'
import { chooseRecipes } from './choose-recipes.js'
import { readJobs } from './read-jobs.js'

const workspace = (recipes: object) => ({
  file: '/w/cc-ci.yaml',
  config: workspaceConfigSchema.parse({ version: 1, recipes }),
})

describe('--all', () => {
  const enrolled = { a: { url: 'a', enrolled: true }, b: { url: 'b' }, c: { url: 'c', enrolled: true } }

  it('means a recipe that is kept warm as well, once', () =>
    expect(chooseRecipes([], true, workspace(enrolled), ['a', 'b'])).toEqual(['a', 'b', 'c']))
  it('means every enrolled recipe', () => expect(chooseRecipes([], true, workspace(enrolled))).toEqual(['a', 'c']))

  it.each([
    ['V-05: an empty enrolment', [], true, workspace({}), 'ENROLMENT_EMPTY'],
    ['V-05: one that enrols nobody', [], true, workspace({ b: { url: 'b' } }), 'ENROLMENT_EMPTY'],
    ['V-05: no cc-ci.yaml at all', [], true, { ...workspace({}), file: undefined }, 'ENROLMENT_EMPTY'],
    ['a recipe beside it', ['a'], true, workspace(enrolled), 'FLAGS_CONFLICT'],
    ['neither it nor a recipe', [], false, workspace(enrolled), 'ARGUMENT_MISSING'],
  ])('is an error with %s', (_, typed, all, of, code) => {
    expect(() => chooseRecipes(typed, all, of)).toThrow(expect.objectContaining({ code, exitCode: 2 }))
  })
})

describe('flags that contradict each other', () => {
  const nothing = {
    ...{ recipes: 1, tiers: tierNames, areTiersChosen: false },
    ...{ pr: undefined, from: undefined, quick: false },
  }

  it.each([
    ['--pr for several recipes', { recipes: 2, pr: '7' }],
    ['--from for several recipes', { recipes: 2, from: '1.0.0' }],
    ['--quick with --from', { quick: true, from: '1.0.0' }],
    ['--quick with --tiers', { quick: true, areTiersChosen: true }],
    ['--from without the upgrade', { tiers: ['install', 'backup'] as const, from: '1.0.0' }],
  ])('are refused: %s', (_, flags) => {
    expect(() => checkFlags({ ...nothing, ...flags })).toThrow(
      expect.objectContaining({ code: 'FLAGS_CONFLICT', exitCode: 2 }),
    )
  })

  it.each([{}, { pr: '7' }, { from: '1.0.0' }, { recipes: 2 }, { quick: true, pr: '7' }])('are not %j', (flags) => {
    expect(() => checkFlags({ ...nothing, ...flags })).not.toThrow()
  })
})

it.each([
  ['1', 1],
  ['12', 12],
  ['auto', undefined],
])('-j %s', (text, jobs) => expect(readJobs(text)).toBe(jobs))

it.each(['0', '-1', '1.5', 'many', ''])('-j %j is refused', (text) => {
  expect(() => readJobs(text)).toThrow(expect.objectContaining({ code: 'USAGE', exitCode: 2 }))
})
