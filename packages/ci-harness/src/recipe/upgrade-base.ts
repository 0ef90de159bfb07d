import { compareVersions, isReleaseTag, newestOlderThan, newestRelease, parseRecipeVersion } from './version.js'

interface RecipeTag {
  readonly name: string
  /** The full hash of the commit, with an annotated tag followed to it. */
  readonly commit: string
}

export interface UpgradeBaseInput {
  readonly tiers: readonly string[]
  /** Declared intentional skips: rung → reason. */
  readonly expectedNa: Readonly<Record<string, string>>
  /** The recipe setting UPGRADE_BASE_VERSION. */
  readonly pinned?: string
  /** The last release of this recipe that a sweep found green; undefined where none may count. */
  readonly canonical?: { readonly version: string; readonly commit: string }
  /** Undefined where the head states no recipe version. */
  readonly headVersion?: string
  readonly headHash: string
  readonly tags: readonly RecipeTag[]
  /** Full hash of the main branch's newest commit. */
  readonly mainTip?: string
}

/** What to deploy before the head. A skip with an older target is unverified; one without is a skip proper. */
export type UpgradeBase = { readonly reason: string; readonly olderTargetExists: boolean } & (
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'ref'; readonly ref: string }
  | { readonly kind: 'skip' }
)

/** Finds the base of the upgrade tier by the five rules of harness-contract §7. */
export function resolveUpgradeBase(input: UpgradeBaseInput): UpgradeBase {
  const base = chooseBase(input)
  const declared = input.expectedNa.upgrade
  const left = input.tiers.includes('upgrade') ? declared : 'the upgrade tier was not asked for'
  if (left === undefined) return base
  const reason = left === declared ? `declared not applicable: ${declared}` : left
  return { kind: 'skip', reason, olderTargetExists: base.kind !== 'skip' }
}

function chooseBase(input: UpgradeBaseInput): UpgradeBase {
  const { pinned, canonical } = input
  if (pinned !== undefined) return version(pinned, 'fixed by UPGRADE_BASE_VERSION')
  if (canonical === undefined || isNewerThanHead(canonical, input)) return publishedBase(input)
  if (canonical.version === input.headVersion || canonical.commit === input.headHash) return stepBack(input)
  const tagged = input.tags.find(({ name }) => name === canonical.version)
  // V-03: a tag that is gone cannot be deployed, and one that was moved to the head is the head.
  if (tagged === undefined || tagged.commit === input.headHash) return publishedBase(input)
  return version(canonical.version, 'the last green version kept for this recipe')
}

/** Going back to an older version is no upgrade. */
function isNewerThanHead({ version }: { readonly version: string }, { headVersion = '' }: UpgradeBaseInput): boolean {
  return parseRecipeVersion(headVersion) !== undefined && compareVersions(version, headVersion) > 0
}

/** V-03: the canonical has the head’s version, so an older release proves more; the same commit twice proves nothing. */
function stepBack(input: UpgradeBaseInput): UpgradeBase {
  const older = newestOlderRelease(input)
  if (older !== undefined) return version(older, 'the kept version is the head’s own: stepped back to an older release')
  const same = releaseOfSameVersion(input)
  if (same !== undefined) return version(same, onlyRelease)
  return skip('base == head and no older published predecessor')
}

const onlyRelease = 'the only release: the head has its version, but is another commit'

function publishedBase(input: UpgradeBaseInput): UpgradeBase {
  const older = newestOlderRelease(input)
  if (older !== undefined) return version(older, 'the newest release older than the head')
  const same = releaseOfSameVersion(input)
  if (same !== undefined) return version(same, onlyRelease)
  const { mainTip, headHash, tags } = input
  // A release that is newer than the head is no base, but it shows that this is not the first version.
  const released = tags.some(({ name, commit }) => isReleaseTag(name) && commit !== headHash)
  if (mainTip === undefined) return skip('no older release and no main branch', released)
  if (mainTip === headHash) return skip('no older release, and the head is the tip of main', released)
  return { kind: 'ref', ref: mainTip, reason: 'no older release: the tip of main', olderTargetExists: true }
}

/** For a head that states no recipe version, every release counts as older unless it is the head's own commit. */
function newestOlderRelease({ tags, headVersion = '', headHash }: UpgradeBaseInput): string | undefined {
  const others = tags.filter(({ commit }) => commit !== headHash).map(({ name }) => name)
  return parseRecipeVersion(headVersion) === undefined ? newestRelease(others) : newestOlderThan(others, headVersion)
}

/** A head that has not raised its version since the one release; whether it differs is for the upgrade tier to find out. */
function releaseOfSameVersion({ tags, headVersion, headHash }: UpgradeBaseInput): string | undefined {
  return tags.find(({ name, commit }) => name === headVersion && commit !== headHash)?.name
}

function version(text: string, reason: string): UpgradeBase {
  return { kind: 'version', version: text, reason, olderTargetExists: true }
}

function skip(reason: string, olderTargetExists = false): UpgradeBase {
  return { kind: 'skip', reason, olderTargetExists }
}
