import type { TierName } from '@cc-ci/contracts/run-result'
import { CcCiError } from '@cc-ci/kernel'

interface Combination {
  readonly recipes: number
  readonly tiers: readonly TierName[]
  readonly pr: string | undefined
  readonly from: string | undefined
  readonly quick: boolean
  readonly areTiersChosen: boolean
}

/** Refuses flags that contradict each other, before anything is looked at. Throws FLAGS_CONFLICT. */
export function checkFlags({ recipes, tiers, pr, from, quick, areTiersChosen }: Combination): void {
  if (recipes > 1 && pr !== undefined)
    throw conflict('--pr is of one recipe, but several are to be tested.', 'Name the recipe that it changes.')
  if (recipes > 1 && from !== undefined)
    throw conflict('--from is a version of one recipe, but several are to be tested.', 'Test them one by one.')
  if (quick && from !== undefined)
    throw conflict('--quick upgrades from what is kept, but --from names a version.', 'Leave one of them out.')
  if (quick && areTiersChosen)
    throw conflict('--quick has tiers of its own, but --tiers names others.', 'Leave one of them out.')
  if (from !== undefined && !tiers.includes('upgrade'))
    throw conflict('--from says what to upgrade from, but --tiers leaves the upgrade out.', 'Add upgrade to --tiers.')
}

const conflict = (message: string, hint: string): CcCiError =>
  new CcCiError('FLAGS_CONFLICT', message, { hint, exitCode: 2 })
