import { describe, expect, it } from 'vitest'
import { appDomain, checkNameLengths, isRunAppStack, stackNameOf } from './names.js'

const zone = 'ci.example.com'
const pull = { recipe: 'custom-html', pr: '7', ref: 'abc', zone }

it.each([
  ['dots become underscores and hyphens stay', {}, 'my-app.example.com', 'my-app_example_com'],
  ['a long domain is cut to 45 characters', {}, `${'a'.repeat(44)}.example.com`, `${'a'.repeat(44)}_`],
  ['STACK_NAME wins', { STACK_NAME: 'own' }, 'a.b', 'own'],
  ['an empty STACK_NAME does not', { STACK_NAME: '' }, 'a.b', 'a_b'],
])('names a stack: %s', (_, env, domain, expected) => {
  expect(stackNameOf(env, domain)).toBe(expected)
})

describe('appDomain', () => {
  it.each([
    ['custom-html', /^cust-[0-9a-f]{6}\.ci\.example\.com$/],
    ['n8n', /^n8n-/],
    ['m-y-app', /^myap-/],
    ['Ghost', /^ghos-/],
    ['warmup', /^war-/],
    ['--', /^app-/],
  ])('starts with the first letters of %s', (recipe, expected) => {
    expect(appDomain({ ...pull, recipe })).toMatch(expected)
  })

  it('stays the same for one recipe, pull request and ref, and changes with each of them', () => {
    const all = [pull, { ...pull, recipe: 'custom-htmx' }, { ...pull, pr: '8' }, { ...pull, ref: 'abd' }]
    expect(appDomain({ ...pull })).toBe(appDomain(pull))
    expect(new Set([...all, { ...pull, salt: 'x' }].map(appDomain)).size).toBe(5)
  })
})

it.each(['custom-html', 'n8n', 'a', 'warm'])('knows the stack of a run of %s, even when its name is cut', (recipe) => {
  for (const long of [zone, `${'sub.'.repeat(12)}${zone}`]) {
    expect(isRunAppStack(stackNameOf({}, appDomain({ ...pull, recipe, zone: long })), long)).toBe(true)
  }
})

it.each([
  'warm-facade_ci_example_com',
  'warm-canon-keycloak_ci_example_com',
  'traefik_ci_example_com',
  'cust-abcdef_other_example_com',
  'cust-abcdef_ci_example_com_x',
  'xcust-abcdef_ci_example_com',
  'cust-abcdeg_ci_example_com',
  'cust-abcdef_ciXexample_com',
])('never takes %s for a run app', (stack) => {
  expect(isRunAppStack(stack, zone)).toBe(false)
})

it('A-01: names every secret or config whose name Swarm would refuse', () => {
  expect(() => checkNameLengths('s', ['a'.repeat(64)])).not.toThrow()
  expect(() => checkNameLengths('s', ['ok', 'b'.repeat(65)])).toThrow(
    expect.objectContaining({ code: 'SWARM_NAME_TOO_LONG', message: expect.stringContaining('bbb (65)') }),
  )
})
