import type { LintRule } from '../lint-rule.js'

export const annotatedTags: LintRule = {
  id: 'R014',
  severity: 'error',
  title: 'every git tag is annotated',
  why: 'abra cannot deploy or upgrade to a version whose tag is lightweight.',
  unchecked: ({ tags }) => (tags === undefined ? 'no git tags were given' : undefined),
  check: ({ sources: { tags = [] } }) =>
    tags
      .filter(({ annotated }) => !annotated)
      .map(({ name }) => ({
        message: `the git tag ${name} is lightweight`,
        file: `refs/tags/${name}`,
        line: 1,
        hint: `Tag the same commit again with git tag --annotate --force ${name} ${name}^{}.`,
      })),
}
