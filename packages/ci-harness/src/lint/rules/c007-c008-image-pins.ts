import { usedImages } from '../image-reference.js'
import type { LintRule } from '../lint-rule.js'

export const movingTags: LintRule = {
  id: 'C007',
  severity: 'warning',
  title: 'image tags name one release, not a series',
  why: 'A publisher moves a tag such as 15 or stable; once that broke every published version of a recipe.',
  check: ({ tree }) =>
    usedImages(tree).flatMap(({ service, text, tag, digest, line }) => {
      if (tag === undefined || digest !== undefined || !isMoving(tag)) return []
      const message = `services.${service.name}.image ${text} names a series that its publisher moves`
      return [{ message, file: service.file, line, hint: 'Name the full release, such as 15.4 or 1.27.2-alpine.' }]
    }),
}

export const tagPlusDigest: LintRule = {
  id: 'C008',
  severity: 'warning',
  title: 'no image has a tag and a digest',
  why: 'abra recipe upgrade aborts on such an image, so the recipe is skipped and quietly ages.',
  check: ({ tree }) =>
    usedImages(tree)
      .filter(({ tag, digest }) => tag !== undefined && digest !== undefined)
      .map(({ service, text, line }) => ({
        message: `services.${service.name}.image ${text.replace(/(@\w+:\w{8})\w+$/, '$1…')} has a tag and a digest`,
        file: service.file,
        line,
        hint: 'Keep the full version tag and drop the digest; each run records the digest it saw.',
      })),
}

/**
 * A tag of letters only, or fewer numbers than a release has. Two numbers count as a release from 10 on (postgres 15.4)
 * and a first number of four digits is a date. `latest` is R004's.
 */
function isMoving(tag: string): boolean {
  if (tag === 'latest') return false
  if (!/\d/.test(tag)) return true
  const [, numbers, rest = ''] = /^v?(\d+(?:\.\d+)*)(.*)$/.exec(tag) ?? []
  if (numbers === undefined || /\d+\.\d+\.\d+/.test(rest)) return false
  const [major = '', ...minors] = numbers.split('.')
  if (major.length >= 4) return false
  return minors.length === 0 || (minors.length === 1 && Number(major) < 10)
}
