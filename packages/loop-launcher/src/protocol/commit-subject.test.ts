import { expect, it } from 'vitest'
import { parseSubject, printSubject } from './commit-subject.js'

it.each([
  ['claim(1/D1): npm test', { kind: 'claim', phase: '1', item: 'D1' }],
  ['review(2b/2b-3): PASS at abc', { kind: 'review', phase: '2b', item: '2b-3' }],
  ['veto(1): lifted', { kind: 'veto', phase: '1', item: undefined }],
  ['done(1c): every item passed', { kind: 'done', phase: '1c', item: undefined }],
])('%s is for the other loop', (subject, parsed) => {
  expect(parseSubject(subject)).toEqual(parsed)
})

it.each([
  'CLAIMED',
  '[C6 D0] done',
  'docs: say what claim(1/D1): means',
  'Claim(1/D1): x',
  'claim (1/D1): x',
  'claim(1): x',
  'claim(1/D1)',
  'claim(1/D1):',
  'done(1/D1): x',
  'Revert "claim(1/D1): x"',
  'fixup! claim(1/D1): x',
])('C-02: prose that says “%s” wakes nobody', (subject) => {
  expect(parseSubject(subject)).toBeUndefined()
})

it('a subject stays one line of at most 100 characters that is read again', () => {
  const subject = printSubject({ kind: 'claim', phase: '1', item: 'D1' }, 'x'.repeat(200))
  expect(subject).toHaveLength(100)
  expect(parseSubject(subject)).toMatchObject({ item: 'D1' })
})
