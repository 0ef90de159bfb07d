import { type MarkdownLine, readLines } from './markdown-lines.js'
import { type MarkdownTable, printTable, readTables } from './markdown-table.js'

/**
 * A protocol file as it is read: the text itself, and where its parts stand. It is changed by putting lines in place
 * of others, so that every other byte stays.
 */
export interface ProtocolDocument {
  readonly text: string
  readonly lines: readonly MarkdownLine[]
  readonly tables: readonly MarkdownTable[]
  readonly headings: readonly Heading[]
  /** Where a code block or a comment begins that never ends. */
  readonly unclosedAt: number | undefined
}

export interface Heading {
  readonly level: number
  readonly title: string
  /** From 1. */
  readonly line: number
}

export function readDocument(text: string): ProtocolDocument {
  const { lines, unclosedAt } = readLines(text)
  const headings = lines.flatMap((line) => {
    const [, marks, title] = (line.hidden ? null : /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/.exec(line.text)) ?? []
    return marks === undefined ? [] : [{ level: marks.length, title: withoutComments(title ?? ''), line: line.number }]
  })
  return { text, lines, tables: readTables(lines), headings, unclosedAt }
}

/** The lines below a heading, up to the next one of its level or above. */
export function linesBelow(document: ProtocolDocument, heading: Heading): readonly MarkdownLine[] {
  return document.lines.slice(heading.line, endOf(document, heading))
}

/** Puts lines, without line ends, in place of those from `first` to `last` (from 1, both included). */
export function replaceLines(
  document: ProtocolDocument,
  { first, last }: { readonly first: number; readonly last: number },
  replacement: readonly string[],
): ProtocolDocument {
  const end = lineEnd(document)
  const [before, after] = [document.lines.slice(0, first - 1), document.lines.slice(last)]
  const open = before.at(-1)?.end === '' && replacement.length > 0 ? end : ''
  const text = `${join(before)}${open}${replacement.map((line) => line + end).join('')}${join(after)}`
  return readDocument(text)
}

/** Adds lines at the end, after an empty one. */
export function appendLines(document: ProtocolDocument, added: readonly string[]): ProtocolDocument {
  const last = document.lines.at(-1)
  const gap = last === undefined || last.text.trim() === '' ? [] : ['']
  const at = document.lines.length + 1
  return replaceLines(document, { first: at, last: at - 1 }, [...gap, ...added])
}

/** Removes a heading and all below it; gives back the same document where there is none. */
export function withoutSection(document: ProtocolDocument, heading: Heading | undefined): ProtocolDocument {
  if (heading === undefined) return document
  return replaceLines(document, { first: heading.line, last: endOf(document, heading) }, [])
}

/** Prints a table anew, with the given rows. */
export function replaceTable(
  document: ProtocolDocument,
  table: MarkdownTable,
  content: { readonly headers: readonly string[]; readonly rows: readonly (readonly string[])[] },
): ProtocolDocument {
  const lines = printTable(content.headers, content.rows)
  return replaceLines(document, { first: table.firstLine, last: table.lastLine }, lines)
}

function endOf({ headings, lines }: ProtocolDocument, heading: Heading): number {
  const next = headings.find(({ level, line }) => line > heading.line && level <= heading.level)
  return next === undefined ? lines.length : next.line - 1
}

const lineEnd = ({ lines }: ProtocolDocument): string => (lines[0]?.end === '\r\n' ? '\r\n' : '\n')

const join = (lines: readonly MarkdownLine[]): string => lines.map(({ text, end }) => text + end).join('')

const withoutComments = (title: string): string => title.replace(/<!--.*?-->/g, '').trim()
