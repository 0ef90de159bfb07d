import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { concurrency, concurrencyReverts } from './reverts/concurrency.js'
import { namePattern, takeOut } from './reverts/revert.js'

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')

/** Names of tests in a file, as far as they are written out. */
const namesOf = (text: string): string[] =>
  [...text.matchAll(/'((?:[A-Z]-\d+(?:, )?)+: [^']*)'/g)].map(([, name]) => `${name}`)

it('every field note about concurrency has a behaviour and a way to take its fix out', () => {
  const ids = Array.from({ length: 16 }, (_, index) => `K-${String(index + 1).padStart(2, '0')}`)

  expect(concurrency.map(({ id }) => id)).toEqual(ids)
  expect(concurrency.filter(({ reverts }) => reverts.length === 0)).toEqual([])
})

it.each(concurrencyReverts)('$id has a test in $test', ({ id, test }) => {
  expect(namesOf(read(test))).toContainEqual(expect.stringMatching(new RegExp(namePattern(id))))
})

it.each(concurrencyReverts)('$id: the fix can be taken out: $without', (revert) => {
  const source = read(revert.file)

  expect(takeOut(revert, source)).not.toBe(source)
})

it('a fix that is not where it should be is an error, not a proof', () => {
  const [revert] = concurrencyReverts
  if (revert === undefined) throw new Error('there are no reverts')

  expect(() => takeOut(revert, 'something else')).toThrow(/cannot be reverted: .* has 0 places/)
  expect(() => takeOut(revert, revert.from.repeat(2))).toThrow(/has 2 places/)
})

it('names are told from those that only begin alike', () => {
  const begins = new RegExp(namePattern('K-01'))

  expect(['K-01: x', 'K-09, K-01: x', 'two refs K-01: x'].map((name) => begins.test(name))).toEqual([true, true, true])
  expect(['K-011: x', 'about K-01', 'x (K-01)'].map((name) => begins.test(name))).toEqual([false, false, false])
})
