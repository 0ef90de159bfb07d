import { tierNames } from '@cc-ci/contracts/run-result'
import { expect, it } from 'vitest'
import { readTiers } from './read-tiers.js'

it.each([
  [undefined, tierNames],
  ['upgrade, install', ['install', 'upgrade']],
  ['lint', ['lint']],
])('reads %j', (list, tiers) => {
  expect(readTiers(list)).toEqual(tiers)
})

it.each([
  ['instal', 'Did you mean install?'],
  ['install,', 'Tiers: install, upgrade'],
  ['', 'Tiers: install, upgrade'],
])('refuses %j', (list, hint) => {
  expect(() => readTiers(list)).toThrow(
    expect.objectContaining({ code: 'TIER_UNKNOWN', exitCode: 2, hint: expect.stringContaining(hint) }),
  )
})
