import { ruleDocs } from '../../packages/ci-harness/src/lint/rules.js'
import { markdownTable } from './markdown-table.js'

/** Every lint rule: what a good recipe does, and what happens otherwise. */
export function lintTable(): string {
  const rows = ruleDocs().map(({ id, severity, title, why }) => [id, severity, title, why])
  return markdownTable(['Rule', 'Severity', 'A good recipe', 'Otherwise'], rows)
}
