import type { LintFinding } from '@cc-ci/contracts/run-result'
import { withoutControls } from '../render/escape-xml.js'
import { cutLine, wrapText } from '../render/wrap-text.js'
import type { RunComparison, RungChange } from './compare-runs.js'
import { levelWords, sideWords } from './comparison-words.js'

export interface ComparisonOptions {
  readonly recipe: string
  readonly colour: boolean
  /** Columns of the terminal; never more than 80 are used. */
  readonly width?: number
}

type Style = 'bold' | 'red' | 'green' | 'yellow'
type Paint = (style: Style, text: string) => string
type Row = readonly [mark: string, style: Style | undefined, text: string]

const codes: Readonly<Record<Style, number>> = { bold: 1, red: 31, green: 32, yellow: 33 }

const marks: Readonly<Record<RungChange, readonly [string, Style | undefined]>> = {
  same: ['=', undefined],
  better: ['▲', 'green'],
  worse: ['▼', 'red'],
  newlyCovered: ['+', undefined],
  noLongerCovered: ['-', 'yellow'],
  unknown: ['?', undefined],
}

const statusWords = { pass: 'passed', fail: 'FAILED', skip: 'not applicable', unverified: 'not verified' } as const

/** Where the words of a rung's change begin: after mark, title and both statuses. */
const changeColumn = 54
const longestText = 400

/** What two runs have between them, for a terminal. Control characters of what recipe or app said are taken out. */
export function renderComparison(comparison: RunComparison, { recipe, colour, width = 80 }: ComparisonOptions): string {
  const columns = Math.min(80, width)
  const escapeCharacter = String.fromCharCode(27)
  const paint: Paint = (style, text) =>
    colour ? `${escapeCharacter}[${codes[style]}m${text}${escapeCharacter}[0m` : text
  const { before, after, notes, tests, lint } = comparison
  const blocks = [
    [
      paint('bold', cutLine(plain(`${recipe}: ${levelWords(comparison)}`), columns)),
      ...wrapped(`${sideWords(before)} → ${sideWords(after)}`, columns),
    ],
    rungLines(comparison, paint, columns),
    block('Data', comparison.stores.map(storeRow), { paint, columns }),
    block(
      'Measures',
      comparison.measures.map(({ name, from, to, isWorse }) => [
        ...([isWorse ? '▼' : '▲', isWorse ? 'red' : 'green', `${name}: ${from} → ${to}`] as const),
      ]),
      { paint, columns },
    ),
    block('Tests', [...rows('▼', 'red', 'fails now', tests.broke), ...rows('▲', 'green', 'passes now', tests.mended)], {
      ...{ paint, columns },
    }),
    block(
      'Lint',
      [
        ...rows('▼', 'red', 'new', lint.appeared.map(findingWords)),
        ...rows('▲', 'green', 'gone', lint.vanished.map(findingWords)),
      ],
      { paint, columns },
    ),
    notes.flatMap((note) => entry(['!', 'yellow', note], { paint, columns })),
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function rungLines({ rungs }: RunComparison, paint: Paint, columns: number): string[] {
  const head = `    ${'Rung'.padEnd(16)}  ${'before'.padEnd(14)}  ${'now'.padEnd(14)}  compared`
  const lines = rungs.flatMap(({ title, from, to, change, words }) => {
    const [mark, style] = marks[change]
    const cells = `${title.padEnd(16)}  ${statusWords[from].padEnd(14)}  ${statusWords[to].padEnd(14)}`
    const [first = '', ...more] = wrapText(words, columns - changeColumn)
    const shown = (text: string): string => (style === undefined ? text : paint(style, text))
    return [`  ${shown(mark)} ${cells}  ${shown(first)}`, ...more.map((line) => ' '.repeat(changeColumn) + shown(line))]
  })
  return [paint('bold', head), ...lines]
}

interface Screen {
  readonly paint: Paint
  readonly columns: number
}

function block(title: string, content: readonly Row[], screen: Screen): string[] {
  if (content.length === 0) return []
  return [screen.paint('bold', `  ${title}`), ...content.flatMap((row) => entry(row, screen))]
}

/** A mark and a text beside it, wrapped; a text without end is cut. */
function entry([mark, style, text]: Row, { paint, columns }: Screen): string[] {
  const lines = wrapped(text, columns - 4)
  const shown = style === undefined ? mark : paint(style, mark)
  return lines.map((line, index) => (index === 0 ? `  ${shown} ${line}` : `    ${line}`))
}

function storeRow({ store, from, to, words, regressed }: RunComparison['stores'][number]): Row {
  const text = `${store}: ${words}`
  if (regressed) return ['▼', 'red', text]
  if (from === to) return ['=', undefined, text]
  return to === 'pass' ? ['▲', 'green', text] : ['-', 'yellow', text]
}

function rows(mark: string, style: Style, word: string, texts: readonly string[]): Row[] {
  return texts.map((text) => [mark, style, `${word}: ${text}`])
}

function findingWords({ severity, rule, file, line, message }: LintFinding): string {
  return `${severity} ${rule} ${file}:${line}: ${message}`
}

function wrapped(text: string, width: number): string[] {
  return wrapText(cutLine(plain(text), longestText), width).map((line) => cutLine(line, width))
}

function plain(text: string): string {
  return withoutControls(text).replace(/\s+/g, ' ')
}
