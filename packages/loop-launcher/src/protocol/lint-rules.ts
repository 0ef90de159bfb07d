/** Something in the protocol folder that a person or a machine would misread. */
export interface LintFinding {
  readonly rule: LintRule
  /** From the top of the repository. */
  readonly path: string
  /** From 1; undefined for a whole file. */
  readonly line: number | undefined
  readonly message: string
}

export const lintRules = {
  'conflict-marker': 'the marks of an unsolved merge',
  'unclosed-block': 'a code block or a comment that never ends',
  'front-matter': 'front matter that is missing or says something else than the file’s place',
  'stray-file': 'a file of the protocol where nobody looks for it (C-03)',
  'wrong-writer': 'a change by somebody who is not the file’s writer (C-10)',
  placeholder: 'a placeholder where something should stand (L-05)',
  'unknown-item': 'an item that the plan does not have',
  'unreadable-cell': 'a commit, a time or a verdict that cannot be read',
  'second-table': 'a second table of the same kind',
} as const

export type LintRule = keyof typeof lintRules
