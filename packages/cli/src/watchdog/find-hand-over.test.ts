import { expect, it } from 'vitest'
import { findHandOver } from './find-hand-over.js'
import { readWaitingUntil } from './read-waiting-until.js'

let count = 0
const by = (author: string, subject: string, ...paths: string[]) => {
  count += 1
  return { commit: `c${count}`, subject, author, paths }
}
const ben = { name: 'ben', role: 'builder' }
const eva = { name: 'eva', role: 'adversary' }

it('a claim is for the adversary and a review for the builder, and never the other way round', () => {
  const claim = by('ben', 'claim(1/D1): it answers')
  const review = by('eva', 'review(1/D1): PASS')
  expect(findHandOver([claim], eva)).toEqual({ id: claim.commit, says: 'ben: claim(1/D1)' })
  expect(findHandOver([review, claim], ben)).toEqual({ id: review.commit, says: 'eva: review(1/D1)' })
  expect(findHandOver([review, claim], eva)).toBeNull()
  expect(findHandOver([claim], ben)).toBeNull()
})

it('what came before the own last commit was seen, and what came since is told together', () => {
  const old = by('ben', 'claim(1/D1): it answers')
  const own = by('eva', 'review(1/D1): FAIL')
  const [second, note] = [by('ben', 'claim(1/D2): it stops'), by('max', 'Ask eva', 'inbox/eva/1.md')]
  expect(findHandOver([own, old], eva)).toBeNull()
  expect(findHandOver([note, second, own, old], eva)).toEqual({
    id: note.commit,
    says: 'max: inbox/eva/1.md; ben: claim(1/D2)',
  })
})

it('an inbox is its loop’s alone, and making it is no message', () => {
  expect(findHandOver([by('max', 'Ask eva', 'inbox/eva/1.md')], ben)).toBeNull()
  expect(findHandOver([by('max', 'Begin', 'inbox/ben/.gitkeep')], ben)).toBeNull()
})

it.each([
  ['Nothing to do.\n\nWAITING-UNTIL: 2026-01-31T14:05Z\n', Date.UTC(2026, 0, 31, 14, 5) / 1000],
  ['`WAITING-UNTIL: 2026-01-31T14:05:30Z`', Date.UTC(2026, 0, 31, 14, 5, 30) / 1000],
  ['WAITING-UNTIL: 2026-01-31T14:05Z\nNo, I go on.', null],
  ['WAITING-UNTIL: 14:05', null],
  ['WAITING-UNTIL: 2026-13-31T14:05Z', null],
  ['', null],
])('the last line of %j announces %j', (answer, until) => {
  expect(readWaitingUntil(answer)).toBe(until)
})
