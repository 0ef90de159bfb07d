import type { RunResult } from '@cc-ci/contracts/run-result'
import { isReleaseTag } from '../recipe/version.js'
import type { ReleaseTag } from './release-tags.js'

/** What was tested, as asked for and as found. */
export interface PromotionCandidate {
  readonly enrolled: boolean
  readonly verdict: RunResult['verdict']
  readonly mode: RunResult['mode']
  /** What an operator asked to test instead of a release. */
  readonly ref: string | null
  readonly pr: number | null
  readonly version: string
  /** Full hash of the commit that was tested. */
  readonly commit: string
  readonly tags: readonly ReleaseTag[]
}

export type Promotion =
  | { readonly promote: true; readonly version: string; readonly commit: string }
  | { readonly promote: false; readonly reason: string }

/**
 * Whether a run makes its version the last green one of the recipe. Every term must hold, so that neither a pull request
 * nor an untagged head can become what later upgrades start from (V-07); what was tested is recorded (V-06).
 */
export function decidePromotion(candidate: PromotionCandidate): Promotion {
  const reason = reasonAgainst(candidate)
  if (reason !== undefined) return { promote: false, reason }
  return { promote: true, version: candidate.version, commit: candidate.commit }
}

function reasonAgainst(candidate: PromotionCandidate): string | undefined {
  const { enrolled, verdict, mode, ref, pr, version, commit, tags } = candidate
  if (!enrolled) return 'the recipe is not enrolled'
  if (verdict !== 'green') return verdict === 'red' ? 'the run was red' : 'the run could not judge'
  if (mode !== 'full') return 'a quick run proves too little'
  if (pr !== null) return `pull request ${pr} was tested`
  if (ref !== null) return `${ref} was asked for, not a release`
  if (!isReleaseTag(version)) return `${version} is not the tag of a finished release`
  const tagged = tags.find(({ name }) => name === version)?.commit
  if (tagged === undefined) return `${version} is not a tag of the recipe`
  if (tagged !== commit) return `the tag ${version} is at ${tagged.slice(0, 8)}, but ${commit.slice(0, 8)} was tested`
  return undefined
}
