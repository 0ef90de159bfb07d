import type { MarkdownLine } from './markdown-lines.js'
import { decodeCell, encodeCell, splitRow } from './table-cell.js'

interface TableRow {
  /** Where it stands, from 1. */
  readonly line: number
  /** One text for each header; a cell that the row lacks is empty. */
  readonly cells: readonly string[]
}

export interface MarkdownTable {
  readonly headers: readonly string[]
  readonly rows: readonly TableRow[]
  /** Lines of the header and of the last row, from 1. */
  readonly firstLine: number
  readonly lastLine: number
}

// A cell that is longer makes no other row wider.
const widestColumn = 64

/** The tables of a text, outside of code blocks and comments. */
export function readTables(lines: readonly MarkdownLine[]): MarkdownTable[] {
  const tables: MarkdownTable[] = []
  for (let at = 0; at < lines.length; ) {
    const table = tableAt(lines, at)
    if (table !== undefined) tables.push(table)
    at = table?.lastLine ?? at + 1
  }
  return tables
}

/** The lines of a table whose columns are aligned; without line ends. */
export function printTable(headers: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const written = [headers, ...rows].map((cells) => headers.map((_, column) => encodeCell(cells[column] ?? '')))
  const widths = headers.map((_, column) => {
    const lengths = written.map((cells) => lengthOf(cells[column] ?? ''))
    return Math.max(3, ...lengths.filter((length, index) => index === 0 || length <= widestColumn))
  })
  const [first = [], ...others] = written.map((cells) =>
    joinRow(cells.map((cell, column) => pad(cell, widths[column]))),
  )
  return [first, joinRow(widths.map((width) => '-'.repeat(width))), ...others].flat()
}

function tableAt(lines: readonly MarkdownLine[], at: number): MarkdownTable | undefined {
  const [header, delimiter] = [lines[at], lines[at + 1]]
  if (header === undefined || delimiter === undefined || header.hidden || delimiter.hidden) return undefined
  if (!header.text.includes('|') || !/^ {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(delimiter.text))
    return undefined
  const headers = splitRow(header.text).map(decodeCell)
  if (headers.length !== splitRow(delimiter.text).length) return undefined
  const rows: TableRow[] = []
  for (const line of lines.slice(at + 2)) {
    if (line.hidden || endsTable(line.text)) break
    const cells = splitRow(line.text).map(decodeCell)
    rows.push({ line: line.number, cells: headers.map((_, column) => cells[column] ?? '') })
  }
  return { headers, rows, firstLine: header.number, lastLine: delimiter.number + rows.length }
}

const endsTable = (text: string): boolean => /^\s*$|^ {0,3}(#{1,6}(\s|$)|>|[-*+]\s|\d+[.)]\s)/.test(text)

const lengthOf = (text: string): number => [...text].length

const pad = (cell: string, width = 0): string => cell + ' '.repeat(Math.max(0, width - lengthOf(cell)))

const joinRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
