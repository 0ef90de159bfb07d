import { compareVersions, parseRecipeVersion } from '../recipe/version.js'
import type { ReleaseTag } from './release-tags.js'

export interface QuickCandidate {
  /** The app that is kept, if any. */
  readonly kept: { readonly version: string; readonly commit: string; readonly key: string }
  /** What the key of the kept app would be if it were made today (V-19). */
  readonly key: string
  readonly head: { readonly commit: string; readonly version: string | null }
  readonly tags: readonly ReleaseTag[]
  /** The recipe setting upgradeBaseVersion. */
  readonly pinned: string | undefined
  /** Why the recipe declares that its upgrade does not apply. */
  readonly upgradeNa: string | undefined
  /** Recipes that it needs beside it. */
  readonly deps: readonly string[]
}

export type QuickDecision = { readonly quick: true } | { readonly quick: false; readonly reason: string }

/** Whether a kept app proves something about the head: otherwise the run is a cold one, and says why. */
export function decideQuick(candidate: QuickCandidate): QuickDecision {
  const reason = reasonAgainst(candidate)
  return reason === undefined ? { quick: true } : { quick: false, reason }
}

function reasonAgainst({ kept, key, head, tags, pinned, upgradeNa, deps }: QuickCandidate): string | undefined {
  if (upgradeNa !== undefined) return `the upgrade is declared not applicable: ${upgradeNa}`
  if (deps.length > 0) return `it needs ${deps.join(', ')} beside it, of which nothing is kept`
  if (pinned !== undefined && pinned !== kept.version) return `it upgrades from ${pinned}, but ${kept.version} is kept`
  // V-03: the same commit twice is no upgrade, nor is going back.
  if (head.commit === kept.commit) return `the head is the kept ${kept.version} itself`
  const version = head.version ?? ''
  if (parseRecipeVersion(version) !== undefined && compareVersions(kept.version, version) > 0)
    return `the kept ${kept.version} is newer than the head`
  if (tags.find(({ name }) => name === kept.version)?.commit !== kept.commit)
    return `the tag ${kept.version} does not lead to what is kept any more`
  if (key !== kept.key) return `settings, overlays, images or cc-ci itself have changed since ${kept.version} was kept`
  return undefined
}
