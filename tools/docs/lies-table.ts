import { fileURLToPath } from 'node:url'
import { type Lie, readGoodExamples, readLies } from '../../examples/lies/expectation.js'
import { markdownTable } from './markdown-table.js'

const folder = (path: string): string => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url))

/** Every broken and every good example: what is wrong, or easily misjudged, and what a run must say. */
export function liesTables(): string {
  return [
    '## The broken recipes',
    brokenTable(readLies(folder('broken'))),
    '## The good recipes',
    goodTable(readGoodExamples(folder('.'))),
  ].join('\n\n')
}

function goodTable(good: readonly Lie[]): string {
  const rows = good.map(({ name, expected: { why, ids, fast, level } }) => [
    `\`${name}\``,
    why,
    ids.join(', '),
    `${level}`,
    fast ? 'yes' : '',
  ])
  return markdownTable(['Recipe', 'What is easily misjudged', 'Field notes', 'Level', 'In CI'], rows)
}

function brokenTable(lies: readonly Lie[]): string {
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
