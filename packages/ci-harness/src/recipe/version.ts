import type { ComposeDocument } from './compose-document.js'
import { type Env, expandText } from './env-expansion.js'

/** `<recipe semver>+<upstream version>` (recipe-format §6), e.g. `1.0.0+1.27.2`. */
export interface RecipeVersion {
  readonly text: string
  readonly recipe: readonly [major: number, minor: number, patch: number]
  /** The parts after the hyphen in `2.0.0-rc.1+5`. */
  readonly prerelease: readonly string[]
  readonly upstream: string
}

const shape = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?\+(\S+)$/
const prereleaseWord = /^[-._]?(?:alpha|beta|dev|pre|rc)/i

/** Reads a recipe version; undefined for every other tag, such as `v1.0.3` or `1.0.3`. */
export function parseRecipeVersion(text: string): RecipeVersion | undefined {
  const [, major, minor, patch, prerelease, upstream] = shape.exec(text) ?? []
  if (upstream === undefined) return undefined
  return {
    text,
    recipe: [Number(major), Number(minor), Number(patch)],
    prerelease: prerelease?.split('.') ?? [],
    upstream,
  }
}

/** True for the tag of a finished release: a recipe version without a prerelease part. */
export function isReleaseTag(tag: string): boolean {
  return parseRecipeVersion(tag)?.prerelease.length === 0
}

/**
 * The one order of versions: by recipe semver, then by the upstream part. What is no recipe version comes before all
 * that are, in its own natural order.
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parseRecipeVersion(left), parseRecipeVersion(right)]
  if (a === undefined || b === undefined) {
    return a === b ? compareNaturally(left, right) : a === undefined ? -1 : 1
  }
  const byNumber = firstDifference(a.recipe.map((number, index) => number - (b.recipe[index] ?? 0)))
  return byNumber || comparePrerelease(a.prerelease, b.prerelease) || compareNaturally(a.upstream, b.upstream)
}

/** The newest release tag strictly older than a version. */
export function newestOlderThan(tags: readonly string[], version: string): string | undefined {
  return newestRelease(tags.filter((tag) => compareVersions(tag, version) < 0))
}

export function newestRelease(tags: readonly string[]): string | undefined {
  return tags.filter(isReleaseTag).sort(compareVersions).at(-1)
}

/** What a compose file says about its own version; recipes leave it empty, interpolate it or put it on `web`. */
export interface StatedVersion {
  /** The label's text, interpolated; undefined without a label. */
  readonly label: string | undefined
  readonly service: string | undefined
  /** Undefined unless the label holds a recipe version. */
  readonly version: RecipeVersion | undefined
}

/** Reads the label `coop-cloud.<stack>.version`, from service `app` if it is there. */
export function versionOf(doc: ComposeDocument, env: Env): StatedVersion {
  const stated = doc.services.flatMap(({ name, labels }) => {
    const key = Object.keys(labels).find((label) => /^coop-cloud\.[^.]+\.version$/.test(label))
    return key === undefined ? [] : [{ service: name, label: expandText(labels[key] ?? '', env) }]
  })
  const found = stated.find(({ service }) => service === 'app') ?? stated[0]
  return { label: found?.label, service: found?.service, version: parseRecipeVersion(found?.label ?? '') }
}

/** Semver's rule: a release is newer than its prereleases, numbers are older than words. */
function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  const parts = a.map((part, index) => {
    const other = b[index]
    return other === undefined ? 1 : compareIdentifiers(part, other)
  })
  return firstDifference([...parts, a.length - b.length])
}

function compareIdentifiers(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1
  return aIsNumber ? Number(a) - Number(b) : compareTexts(a, b)
}

/** Runs of digits count as numbers; `1.2-rc1` is older than `1.2`, and `1.2-alpine` is not. */
function compareNaturally(left: string, right: string): number {
  const [a, b] = [piecesOf(left), piecesOf(right)]
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [mine, other] = [a[index] ?? '', b[index] ?? '']
    const difference = comparePieces(mine, other)
    if (difference !== 0) return difference
  }
  return 0
}

function piecesOf(text: string): readonly string[] {
  return text.replace(/^v(?=\d)/, '').match(/\d+|\D+/g) ?? []
}

function comparePieces(a: string, b: string): number {
  const early = Number(prereleaseWord.test(b)) - Number(prereleaseWord.test(a))
  if (early !== 0) return early
  return /^\d/.test(a) && /^\d/.test(b) ? Number(a) - Number(b) : compareTexts(a, b)
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function firstDifference(differences: readonly number[]): number {
  return differences.find((difference) => difference !== 0) ?? 0
}
