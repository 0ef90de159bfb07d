import { type TierName, tierNames } from '@cc-ci/contracts/run-result'
import { CcCiError } from '@cc-ci/kernel'
import { nearestOf } from './nearest-of.js'

/** The tiers of a comma-separated list in the order they run, whatever order they are named in; all without a list. */
export function readTiers(list: string | undefined): readonly TierName[] {
  if (list === undefined) return tierNames
  const wanted = list.split(',').map((tier) => tier.trim())
  const wrong = wanted.find((tier) => !tierNames.some((known) => known === tier))
  if (wrong === undefined && wanted.includes('restore') && !wanted.includes('backup')) {
    throw new CcCiError('TIERS_INCOMPLETE', 'The tier restore needs the tier backup, whose snapshot it restores.', {
      hint: `Say --tiers ${tierNames.filter((tier) => tier === 'backup' || wanted.includes(tier)).join(',')}.`,
      exitCode: 2,
    })
  }
  if (wrong === undefined) return tierNames.filter((tier) => wanted.includes(tier))
  const suggestion = nearestOf(wrong, tierNames)
  throw new CcCiError('TIER_UNKNOWN', `There is no tier “${wrong}”.`, {
    hint: `${suggestion === undefined ? '' : `${suggestion} `}Tiers: ${tierNames.join(', ')}.`,
    exitCode: 2,
  })
}
