import { isRule } from './find-composer.js'

export interface Dialog {
  readonly kind:
    | 'trust'
    | 'bypass'
    | 'api-key'
    | 'permission'
    | 'limit-weekly'
    | 'limit'
    | 'resume'
    | 'rewind'
    | 'model'
    | 'unknown'
  /** The label under the cursor; Enter would choose it. */
  readonly cursor: string | undefined
}

export interface FoundDialog extends Dialog {
  /** Index of the line with the cursor, or of its last line. */
  readonly line: number
}

/** What a dialog asks, apart from what it quotes: commands, files and answers may hold the words of another one. */
interface Question {
  readonly heading: string
  /** The line above the list. */
  readonly question: string
  readonly labels: readonly string[]
  readonly text: string
}

const kinds: readonly (readonly [Dialog['kind'], (asked: Question) => boolean])[] = [
  ['limit-weekly', ({ labels }) => has(labels, /stop and wait for limit to reset/i)],
  ['bypass', ({ labels }) => has(labels, /^(\d\. )?yes, i accept/i)],
  ['api-key', ({ question }) => /use this api key/i.test(question)],
  ['permission', ({ question }) => /^(do you want|would you like) to\b/i.test(question)],
  [
    'trust',
    ({ labels, text }) => has(labels, /trust this folder/i) || /safety check: |do you trust the files/i.test(text),
  ],
  ['resume', ({ labels }) => has(labels, /resume (from|the) (a )?summary|resume full session/i)],
  ['rewind', ({ heading }) => /^rewind\b/i.test(heading)],
  ['model', ({ heading }) => /^select model\b/i.test(heading)],
]

const confirmation = /Enter to (confirm|continue|select)\b/
const longestDialog = 40

/**
 * A dialog stands below everything else: below the last rule, which is the composer's where there is one. `Esc to
 * cancel` alone is none: the footer of a limit has it, too.
 */
export function findDialog(lines: readonly string[]): FoundDialog | undefined {
  const start = lines.findLastIndex(isRule) + 1
  const from = Math.max(start, lines.length - longestDialog)
  const below = lines.slice(from)
  const cursorLine = below.findLastIndex((line) => /^\s+❯ \S/.test(line))
  const filled = below.filter((line) => line !== '')
  const confirms = filled.slice(-4).some((line) => confirmation.test(line))
  const list = findList(below, cursorLine)
  const numbered = list.labels.filter((label) => /^\d+\. /.test(label)).length > 1
  if (!confirms && !numbered) return undefined
  const asked: Question = {
    heading: filled[0]?.trim() ?? '',
    question:
      below
        .slice(0, list.first)
        .findLast((line) => line !== '')
        ?.trim() ?? '',
    labels: list.labels,
    text: filled.join('\n'),
  }
  const [kind] = kinds.find(([, agrees]) => agrees(asked)) ?? ['unknown' as const]
  const line = from + (cursorLine < 0 ? below.length - 1 : cursorLine)
  return { kind, cursor: below[cursorLine]?.trim().slice(2), line }
}

/** The lines around the cursor that begin at or beyond its label. */
function findList(lines: readonly string[], cursor: number): { first: number; labels: readonly string[] } {
  const column = lines[cursor]?.indexOf('❯') ?? -1
  if (column < 0) return { first: lines.length, labels: [] }
  const belongs = (index: number) => index === cursor || lines[index]?.slice(0, column + 2).trim() === ''
  const filled = (index: number) => (lines[index] ?? '') !== '' && belongs(index)
  let first = cursor
  while (filled(first - 1)) first -= 1
  let last = cursor
  while (filled(last + 1)) last += 1
  return { first, labels: lines.slice(first, last + 1).map((line) => line.slice(column + 2).trim()) }
}

function has(labels: readonly string[], pattern: RegExp): boolean {
  return labels.some((label) => pattern.test(label))
}
