import type { LintRule } from '../lint-rule.js'

export const envSample: LintRule = {
  id: 'R008',
  severity: 'error',
  title: 'the recipe has an .env.sample',
  why: 'abra app new copies it; without it no instance can be made.',
  check: ({ sources: { files } }) => {
    if (files['.env.sample'] !== undefined) return []
    const elsewhere = Object.keys(files).find((file) => file.endsWith('/.env.sample'))
    const hint = elsewhere === undefined ? 'Add .env.sample.' : `Move ${elsewhere} to the root of the recipe.`
    return [{ message: 'is missing', file: '.env.sample', line: 1, hint }]
  },
}
