import { type UsedImage, usedImages } from '../image-reference.js'
import type { LintContext, LintRule } from '../lint-rule.js'
import type { RuleFinding } from '../rule-finding.js'

const semverLike = /^v?\d+(?:\.\d+)*(?:[-+._][\w.+-]*)?$/

export const taggedImages: LintRule = {
  id: 'R003',
  severity: 'warning',
  title: 'every image has a tag',
  why: 'An untagged image is whatever was newest on the day of the pull: two installs of one version differ.',
  check: (context) =>
    imagesThat(context, ({ tag }) => tag === undefined).map((image) =>
      findingAt(image, 'has no tag', 'Name a release, such as nginx:1.27.2.'),
    ),
}

export const stableTags: LintRule = {
  id: 'R004',
  severity: 'warning',
  title: 'no image has the tag latest',
  why: 'The tag moves with every release, so the published recipe changes without a new version.',
  check: (context) =>
    imagesThat(context, ({ tag }) => tag === 'latest').map((image) =>
      findingAt(image, 'has the unstable tag latest', 'Name a release, such as nginx:1.27.2.'),
    ),
}

export const semverTags: LintRule = {
  id: 'R005',
  severity: 'warning',
  title: 'image tags look like semantic versions',
  why: 'abra compares tags to find upgrades; it cannot order tags that are not numbers.',
  check: (context) =>
    imagesThat(context, ({ tag }) => tag !== undefined && tag !== 'latest' && !semverLike.test(tag)).map((image) =>
      findingAt(image, 'has a tag that is no version', 'Prefer a tag such as 1.27.2 or 1.27.2-alpine.'),
    ),
}

function imagesThat({ tree }: LintContext, isBad: (image: UsedImage) => boolean): UsedImage[] {
  return usedImages(tree).filter(isBad)
}

function findingAt({ service, text, line }: UsedImage, state: string, hint: string): RuleFinding {
  return { message: `services.${service.name}.image ${text} ${state}`, file: service.file, line, hint }
}
