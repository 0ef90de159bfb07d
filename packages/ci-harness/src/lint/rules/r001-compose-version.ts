import { textOf } from '../compose-element.js'
import type { LintRule } from '../lint-rule.js'

export const composeVersion: LintRule = {
  id: 'R001',
  severity: 'warning',
  title: 'every compose file says version "3.8"',
  why: 'abra is tested with the 3.8 format; another version can accept or refuse keys that it does not expect.',
  check: ({ tree }) =>
    tree.compose.flatMap((source) => {
      const version = textOf(source.root.version)
      if (version === '3.8') return []
      const message = version === undefined ? 'has no version' : `has version ${JSON.stringify(version)}`
      return [{ message, file: source.file, line: source.lineOf(['version']), hint: 'Write version: "3.8".' }]
    }),
}
