import { exampleRunResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { redactFile } from './redact-file.js'

const planted = 'hunter2-correct-horse'

describe('a secret in a bundle is masked', () => {
  it.each([
    ['an env file', 'app.env', `DB_PASSWORD=${planted}\nSECRET_DB_PASSWORD_VERSION=v1\nSIGNING_KEY="${planted} x"`],
    ['a log', 'app.1.log', `connecting with password: '${planted}'`],
    ['the JSON of a log', 'app.1.log', `{"api_token":"${planted}","a":1}`],
    ['JSON within JSON', 'events.jsonl', JSON.stringify({ line: JSON.stringify({ apiToken: planted }) })],
    [
      'a document',
      'evidence/tasks.json',
      JSON.stringify({ env: { ADMIN_TOKEN: planted, list: [{ secretKey: [planted] }] } }),
    ],
    ['a value with quotes in it', 'app.1.log', `{"token": "a\\"${planted}"} {`],
    ['a broken document', 'evidence/tasks.json', `{"ADMIN_TOKEN": "${planted}`],
    ['an address', 'events.jsonl', JSON.stringify({ line: `git clone https://bot:${planted}@forge.test/a.git` })],
    ['a header', 'app.1.log', `> Authorization: Bearer ${planted}`],
    ['a private key', 'app.1.log', `-----BEGIN RSA PRIVATE KEY-----\n${planted}\n-----END RSA PRIVATE KEY-----`],
    ['a private key that is cut', 'app.1.log', `-----BEGIN PRIVATE KEY-----\n${planted}`],
  ])('in %s', (_, name, text) => {
    const redacted = redactFile(name, text)

    expect(text).toContain('hunter2')
    expect(redacted).not.toContain('hunter2')
    expect(redacted).toContain('***')
  })

  it.each([
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'glpat-abcdefghij0123456789',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl',
    'AGE-SECRET-KEY-1QQPQZQZQZQZQZQZQZQZ',
  ])('by its looks: %s', (secret) => {
    expect(redactFile('a.log', `got ${secret} from there`)).toBe('got *** from there')
  })
})

it.each([
  ['a.log', 'the password was accepted; see https://wiki.test/a@b'],
  ['a.env', 'SECRET_DB_PASSWORD_VERSION=v1\nDOMAIN=wiki.test'],
  ['lint.txt', 'R011 compose.yml:7 app has no image'],
])('leaves %s readable: %s', (name, text) => {
  expect(redactFile(name, text)).toBe(text)
})

it('keeps a result a result', () => {
  const result = exampleRunResult()
  expect(JSON.parse(redactFile('results.json', JSON.stringify(result)))).toEqual(result)
})
