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

it('refuses restore without the backup that it needs: it would end green without having run', () => {
  expect(() => readTiers('install,restore')).toThrow(
    expect.objectContaining({ code: 'TIERS_INCOMPLETE', exitCode: 2, hint: 'Say --tiers install,backup,restore.' }),
  )
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
