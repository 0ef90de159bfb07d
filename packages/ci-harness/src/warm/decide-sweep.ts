import type { CanonicalRecord, SweptRecipe } from '@cc-ci/contracts/sweep-state'
import { compareVersions, newestRelease } from '../recipe/version.js'
import type { ReleaseTag } from './release-tags.js'

export interface SweepCandidate {
  /** All tags of the recipe's repository, as it has them now. */
  readonly tags: readonly ReleaseTag[]
  /** The last green release; undefined before there was one. */
  readonly canonical: Pick<CanonicalRecord, 'version' | 'commit'> | undefined
  /** What this sweep did with the recipe before it was interrupted. */
  readonly swept: Pick<SweptRecipe, 'version' | 'commit' | 'exitCode'> | undefined
}

/** Whether a sweep tests a recipe, and why. */
export type SweepDecision =
  | { readonly kind: 'run'; readonly version: string; readonly commit: string; readonly reason: string }
  | {
      readonly kind: 'skip'
      readonly why: 'no-new-version' | 'never-released' | 'already-swept'
      /** The newest release; null without any. */
      readonly version: string | null
      readonly reason: string
    }

/** A recipe is tested at its newest release unless that very commit is known to be green, or done in this sweep. */
export function decideSweep({ tags, canonical, swept }: SweepCandidate): SweepDecision {
  const version = newestRelease(tags.map(({ name }) => name))
  const commit = tags.find(({ name }) => name === version)?.commit
  if (version === undefined || commit === undefined) return neverReleased(tags.length)
  if (swept?.version === version && swept.commit === commit) {
    const outcome = { 0: 'green', 1: 'red', 142: 'past its deadline' }[swept.exitCode]
    return { kind: 'skip', why: 'already-swept', version, reason: `done before the sweep was interrupted: ${outcome}` }
  }
  if (canonical === undefined) return { kind: 'run', version, commit, reason: 'no release of it was found green yet' }
  const order = compareVersions(version, canonical.version)
  if (order > 0) return { kind: 'run', version, commit, reason: `newer than ${canonical.version}, the last green one` }
  if (order === 0 && commit !== canonical.commit) {
    const was = canonical.commit.slice(0, 8)
    return { kind: 'run', version, commit, reason: `the tag has moved since it was green: it was ${was}` }
  }
  const reason = order === 0 ? 'it was green already' : `older than ${canonical.version}, which was green`
  return { kind: 'skip', why: 'no-new-version', version, reason }
}

function neverReleased(tags: number): SweepDecision {
  const reason = tags === 0 ? 'it has no tags' : `none of its ${tags} tags is a finished release`
  return { kind: 'skip', why: 'never-released', version: null, reason }
}
