import type { LintRule } from '../lint-rule.js'

export const inCatalogue: LintRule = {
  id: 'R006',
  severity: 'warning',
  title: 'the recipe is published in the catalogue',
  why: 'abra finds recipes and their versions through the catalogue; others cannot install what is not in it.',
  unchecked: ({ catalogue }) => (catalogue === undefined ? 'no catalogue was given' : undefined),
  check: ({ sources: { catalogue, recipe } }) =>
    catalogue === undefined || catalogue.includes(recipe)
      ? []
      : [
          {
            message: `the catalogue has no recipe ${recipe}`,
            file: 'README.md',
            line: 1,
            hint: 'Release a version, then run abra catalogue generate.',
          },
        ],
}

export const onForge: LintRule = {
  id: 'R013',
  severity: 'warning',
  title: 'the forge has a repository of the recipe’s name',
  why: 'abra recipe fetch clones the repository of this name.',
  unchecked: (sources) => (sources.onForge === undefined ? 'the forge was not asked' : undefined),
  check: ({ sources }) =>
    sources.onForge === false
      ? [
          {
            message: `the forge has no repository ${sources.recipe}`,
            file: 'README.md',
            line: 1,
            hint: 'Create the repository under the recipe’s name.',
          },
        ]
      : [],
}
