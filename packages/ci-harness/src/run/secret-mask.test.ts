import { describe, expect, it } from 'vitest'
import { maskSecretKeys, maskTexts, SecretMask } from './secret-mask.js'

function knowing(...values: string[]): SecretMask {
  const mask = new SecretMask()
  for (const value of values) mask.add(value)
  return mask
}

describe('X-05: a secret value', () => {
  it.each([
    ['everywhere', ['hunter2!'], 'hunter2! and hunter2!', '*** and ***'],
    ['with characters that mean something elsewhere', ['a.*$&(b'], 'is a.*$&(b!', 'is ***!'],
    ['whole, when a shorter one begins it', ['secret', 'secret-longer'], 'secret-longer, secret', '***, ***'],
    ['but not when it is too short to tell from a word', ['admin'], 'the admin page', 'the admin page'],
    ['from four characters on, when it is no word', ['x7Qp'], 'the pin x7Qp', 'the pin ***'],
    ['over several lines', ['first\nsecond'], 'x first\nsecond y', 'x *** y'],
  ])('is masked %s', (_, values, text, masked) => {
    expect(knowing(...values).mask(text)).toBe(masked)
  })

  it.each([
    ['plain', 'token="quoted"', true],
    ['as JSON writes it', JSON.stringify({ line: 'token="quoted"' }), true],
    ['not at all', 'token=***', false],
  ])('is seen to leak %s', (_, text, leaks) => {
    expect(knowing('token="quoted"').leaksIn(text)).toBe(leaks)
  })
})

it('masks every text of a document and nothing else, even where JSON escapes it', () => {
  const { mask } = knowing('say "yes"', '123456')
  const document = { at: 123456.5, lines: ['say "yes"', 'fine'], deep: { none: null, code: 'is 123456' } }

  expect(maskTexts(document, mask)).toEqual({
    at: 123456.5,
    lines: ['***', 'fine'],
    deep: { none: null, code: 'is ***' },
  })
})

it('P-05: masks what a key names a secret, and shows that it is empty', () => {
  expect(maskSecretKeys({ API_TOKEN: 'x', SMTP_PASSWORD: '', DOMAIN: 'wiki.test' })).toEqual({
    API_TOKEN: '***',
    SMTP_PASSWORD: '',
    DOMAIN: 'wiki.test',
  })
})
