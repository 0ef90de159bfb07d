import type { RungName } from '../../packages/contracts/src/ladder.js'
import { compareRun, type Judgement, verdictOf, wordsOf } from './compare-run.js'
import type { Lie } from './expectation.js'
import type { Found } from './run-recipe.js'

/** One run and what it should have been. */
export interface Outcome {
  readonly lie: Lie
  readonly found: Found
}

const initials: Record<RungName, string> = {
  install: 'i',
  upgrade: 'u',
  backup_restore: 'b',
  functional: 'f',
  lint: 'l',
}

export const reportHead = row(['recipe', 'field notes', 'verdict', 'level', 'rungs', 'fault', 's', 'words'])

/** The line of one run, with each difference on a line of its own below it: expected, then found. */
export function reportLine({ lie, found }: Outcome): string {
  const { expected, name } = lie
  const { differences, judgement } = compareRun(expected, found)
  const cells = [
    name,
    expected.ids.join(' ') || '-',
    verdictOf(found),
    `${found.result?.level ?? '-'}`,
    rungsIn(found),
    found.error?.code ?? found.result?.fault?.code ?? '-',
    found.seconds.toFixed(0),
    saidWords(expected.says, found),
  ]
  const mark = judgement === 'as expected' ? '✓' : '✗'
  const below = differences.map((difference) => `    ${judgement}: ${difference}`)
  return [`${mark} ${row(cells)}`, ...below].join('\n')
}

/** The last line of all, and whether every run was as expected. */
export function closingLine(outcomes: readonly Outcome[]): { readonly text: string; readonly ok: boolean } {
  const judgements = outcomes.map(({ lie, found }) => compareRun(lie.expected, found).judgement)
  const count = (wanted: Judgement) => judgements.filter((judgement) => judgement === wanted).length
  const others = count('other')
  const text = `${count('as expected')} as expected, ${count('false green')} false greens, ${count('false red')} false reds`
  return {
    text: others === 0 ? text : `${text}, ${others} with another reason`,
    ok: outcomes.length > 0 && count('as expected') === outcomes.length,
  }
}

/** Each rung by its first letter: `+` passed, `-` failed, `.` skipped, `?` unverified. */
function rungsIn({ result }: Found): string {
  if (result === undefined) return '-'
  const marks = { pass: '+', fail: '-', skip: '.', unverified: '?' }
  return (Object.keys(initials) as RungName[])
    .map((rung) => `${initials[rung]}${marks[result.rungs[rung].status]}`)
    .join(' ')
}

function saidWords(pattern: string, found: Found): string {
  const words = wordsOf(found)
  const at = words.search(new RegExp(pattern))
  return at < 0 ? '-' : words.slice(Math.max(0, at - 20), at + 60).trim()
}

function row(cells: readonly string[]): string {
  const widths = [30, 12, 8, 5, 15, 24, 4]
  return cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ')
}
