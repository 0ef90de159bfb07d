import { fileURLToPath } from 'node:url'
import { readLies } from '../../examples/lies/expectation.js'
import { markdownTable } from './markdown-table.js'

/** Every broken example: what is wrong with it, and what a run must say. */
export function liesTable(): string {
  const lies = readLies(fileURLToPath(new URL('../../examples/broken', import.meta.url)))
  const rows = lies.map(({ name, expected: { why, ids, fast, verdict, level, fault, lint } }) => [
    `\`${name}\``,
    why,
    ids.join(', '),
    verdict === 'refused' ? verdict : `${verdict}, level ${level}`,
    [fault?.code, ...lint].flatMap((code) => (code === undefined ? [] : [`\`${code}\``])).join(', '),
    fast ? 'yes' : '',
  ])
  return markdownTable(['Recipe', 'What is wrong', 'Field notes', 'Verdict', 'Fault, lint rules', 'In CI'], rows)
}
