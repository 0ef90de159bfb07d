import { CcCiError } from '@cc-ci/kernel'
import { expect, it } from 'vitest'
import { formatError } from './format-error.js'

it.each([
  [new CcCiError('X', 'It broke.'), 'Error: It broke.\nCode: X'],
  [
    new CcCiError('X', 'It broke.', { hint: 'Mend it.', place: { file: 'a.yaml', line: 3, key: 'zone' } }),
    'Error: It broke.\nCode: X\nPlace: a.yaml:3 (zone)\nTry this: Mend it.',
  ],
  [new CcCiError('X', 'It broke.', { place: { key: 'zone' } }), 'Error: It broke.\nCode: X\nPlace: (zone)'],
])('shows message, code, place and hint: %s', (error, shown) => {
  expect(formatError(error)).toBe(shown)
})

it('is no wider than the terminal', () => {
  const lines = formatError(new CcCiError('X', 'word '.repeat(40).trim()), 40).split('\n')

  expect(lines.length).toBeGreaterThan(4)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
})
