import { expect, it } from 'vitest'
import { decideQuick, type QuickCandidate } from './decide-quick.js'

const kept = { version: '1.2.0+3', commit: 'kept', key: 'a key' }
const fitting: QuickCandidate = {
  kept,
  key: 'a key',
  head: { commit: 'head', version: '1.3.0+3' },
  tags: [
    { name: '1.1.0+2', commit: 'older' },
    { name: '1.2.0+3', commit: 'kept' },
  ],
  pinned: undefined,
  upgradeNa: undefined,
  deps: [],
}

it.each<[string, Partial<QuickCandidate>]>([
  ['a newer head', {}],
  ['a head that has not raised its version', { head: { commit: 'head', version: '1.2.0+3' } }],
  ['a head that states no version', { head: { commit: 'head', version: null } }],
  ['a head whose label is no version', { head: { commit: 'head', version: 'latest' } }],
  ['a recipe that upgrades from just what is kept', { pinned: '1.2.0+3' }],
])('starts from the kept app for %s', (_, flipped) => {
  expect(decideQuick({ ...fitting, ...flipped })).toEqual({ quick: true })
})

it.each<[string, Partial<QuickCandidate>, string]>([
  ['V-03: the head is what is kept', { head: { commit: 'kept', version: '1.2.0+3' } }, 'the kept 1.2.0+3 itself'],
  ['the head is older', { head: { commit: 'head', version: '1.1.0+2' } }, 'the kept 1.2.0+3 is newer than the head'],
  ['V-19: it was made otherwise', { key: 'another' }, 'have changed since 1.2.0+3 was kept'],
  ['its tag was moved', { tags: [{ name: '1.2.0+3', commit: 'elsewhere' }] }, 'does not lead to what is kept'],
  ['its tag is gone', { tags: [] }, 'does not lead to what is kept'],
  ['another base is pinned', { pinned: '1.1.0+2' }, 'it upgrades from 1.1.0+2, but 1.2.0+3 is kept'],
  ['no upgrade applies', { upgradeNa: 'one-way' }, 'declared not applicable: one-way'],
  ['other apps are needed', { deps: ['keycloak'] }, 'it needs keycloak beside it'],
])('runs cold and says why when %s, though all else fits', (_, flipped, reason) => {
  expect(decideQuick({ ...fitting, ...flipped })).toEqual({ quick: false, reason: expect.stringContaining(reason) })
})
