import { expect, it } from 'vitest'
import { rewriteOptionalValues } from './rewrite-optional-values.js'

it.each([
  ['test wiki --pr=42', 'test wiki --pr=42'],
  ['test wiki --pr 42', 'test wiki --pr=42'],
  ['test wiki --pr #42', 'test wiki --pr=#42'],
  ['test --pr 42 wiki', 'test --pr=42 wiki'],
  ['test wiki --pr https://git.example.org/o/wiki/pulls/42', 'test wiki --pr=https://git.example.org/o/wiki/pulls/42'],
  ['test wiki --pr', 'test wiki --pr=environment'],
  ['test wiki --pr --json', 'test wiki --pr=environment --json'],
  ['test --pr wiki', 'test --pr=environment wiki'],
  ['test --pr ./wiki', 'test --pr=environment ./wiki'],
  ['test --pr git@git.example.org:o/wiki.git', 'test --pr=environment git@git.example.org:o/wiki.git'],
  ['test wiki --keep', 'test wiki --keep=30'],
  ['test wiki --keep 5 --pr 7', 'test wiki --keep=5 --pr=7'],
  ['test --keep wiki', 'test --keep=30 wiki'],
  ['test wiki --pr 42 -- --pr 43', 'test wiki --pr=42 -- --pr 43'],
  ['test wiki --pr -- 42', 'test wiki --pr=environment -- 42'],
  ['results show --pr', 'results show --pr'],
  ['test wiki --ref --pr', 'test wiki --ref --pr=environment'],
])('%s is parsed as %s', (typed, parsed) => {
  expect(rewriteOptionalValues(typed.split(' ')).join(' ')).toBe(parsed)
})
