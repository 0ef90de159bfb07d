import { expect, it } from 'vitest'
import { couldNotJudge } from './failure.js'

it.each([
  ['recipe', false],
  ['app', false],
  ['infra', true],
  ['harness', true],
] as const)('V-17: a fault of class %s means “could not judge”: %s', (faultClass, expected) => {
  expect(couldNotJudge({ class: faultClass, code: 'X', evidence: 'x' })).toBe(expected)
})
