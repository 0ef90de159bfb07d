import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { generateSecretValue } from './secret-value.js'
import { secretWords } from './secret-words.js'

it.each([
  [undefined, 64, /^[A-Za-z0-9]{64}$/],
  ['hex', 32, /^[0-9a-f]{32}$/],
  ['special', 20, /^[^A-Za-z0-9\s]{20}$/],
  ['safespecial', 200, /^[!@#%^&*_+=-]{200}$/],
  ['default,special', 40, /^[\x21-\x7e]{40}$/],
  ['alnum', 16, /^[A-Za-z0-9]{16}$/],
  ['toString', 16, /^[A-Za-z0-9]{16}$/],
  ['', 1, /^[A-Za-z0-9]$/],
])('generates a value with charset %s and length %s', (charset, length, pattern) => {
  expect(generateSecretValue({ charset, length }, randomBytes)).toMatch(pattern)
})

it('joins ten words where no length is given', () => {
  const plan = { charset: 'hex', length: undefined }
  expect(generateSecretValue(plan, randomBytes)).toMatch(/^[a-z]{4}(-[a-z]{4}){9}$/)
  expect(generateSecretValue(plan, randomBytes)).not.toBe(generateSecretValue(plan, randomBytes))
})

it('has 256 different words, one for each byte', () => {
  expect(new Set(secretWords).size).toBe(256)
  expect(secretWords).toHaveLength(256)
})

it('favours no character: bytes that would wrap round are thrown away', () => {
  let next = 248
  const everyByteOnce = (count: number) => Uint8Array.from({ length: count }, () => next++ % 256)
  const value = generateSecretValue({ charset: undefined, length: 62 * 4 }, everyByteOnce)
  const counts = [...new Set(value)].map((character) => value.split(character).length - 1)
  expect(counts).toEqual(Array(62).fill(4))
})
