import type { LintRule } from '../lint-rule.js'

export const readableFiles: LintRule = {
  id: 'C000',
  severity: 'error',
  title: 'compose files and .env.sample can be parsed',
  why: 'Docker and abra refuse the file, and no other rule can look into it.',
  check: ({ tree }) => tree.unreadable,
}
