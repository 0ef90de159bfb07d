import type { MarkdownTable } from './markdown-table.js'
import { printTable } from './markdown-table.js'
import { appendLines, type ProtocolDocument, replaceLines, replaceTable } from './protocol-document.js'
import { toOneLine } from './table-cell.js'

/** Which table of a file is meant: the one whose headers include the telling columns, however they are written. */
export interface TableShape<Column extends string> {
  readonly columns: readonly Column[]
  readonly telling: readonly Column[]
  /** Above the table, where a file does not have it yet. */
  readonly heading: string
}

export interface TableRecord<Column extends string> {
  readonly line: number
  readonly values: Readonly<Record<Column, string>>
}

interface FoundTable<Column extends string> {
  readonly table: MarkdownTable
  readonly columnOf: ReadonlyMap<Column, number>
}

/** All rows of all tables of that shape, from the top; a column that a table lacks is empty. */
export function readRecords<Column extends string>(
  document: ProtocolDocument,
  shape: TableShape<Column>,
): TableRecord<Column>[] {
  return findTables(document, shape).flatMap(({ table, columnOf }) =>
    table.rows.map(({ line, cells }) => ({
      line,
      values: valuesOf(shape, (column) => toOneLine(cells[columnOf.get(column) ?? -1] ?? '')),
    })),
  )
}

/**
 * Writes a row: over the one at `line`, or below the last. Columns that only the file knows stay as they are; those
 * that it lacks are added.
 */
export function putRecord<Column extends string>(
  document: ProtocolDocument,
  shape: TableShape<Column>,
  { values, line }: { readonly values: Readonly<Record<Column, string>>; readonly line?: number | undefined },
): ProtocolDocument {
  const record = valuesOf(shape, (column) => toOneLine(values[column]))
  const tables = findTables(document, shape)
  const found = tables.find(({ table }) => line !== undefined && line > table.firstLine && line <= table.lastLine)
  const target = found ?? tables[0]
  if (target === undefined) return addTable(document, shape, record)
  const { table, columnOf } = target
  const added = shape.columns.filter((column) => !columnOf.has(column))
  const headers = [...table.headers, ...added]
  const indexOf = (column: Column) => columnOf.get(column) ?? table.headers.length + added.indexOf(column)
  const write = (cells: readonly string[]) => {
    const row = headers.map((_, index) => cells[index] ?? '')
    for (const column of shape.columns) row[indexOf(column)] = record[column]
    return row
  }
  const rows = table.rows.map((row) => (row.line === line ? write(row.cells) : row.cells))
  return replaceTable(document, table, { headers, rows: found === undefined ? [...rows, write([])] : rows })
}

/** Lines of the tables of that shape; more than one is a thing to tell people about. */
export function linesOfTables<Column extends string>(document: ProtocolDocument, shape: TableShape<Column>): number[] {
  return findTables(document, shape).map(({ table }) => table.firstLine)
}

function addTable<Column extends string>(
  document: ProtocolDocument,
  { columns, heading }: TableShape<Column>,
  record: Readonly<Record<Column, string>>,
): ProtocolDocument {
  const table = printTable(columns, [columns.map((column) => record[column])])
  const place = document.headings.find(({ title }) => sameName(title, heading))
  if (place === undefined) return appendLines(document, [`## ${heading}`, '', ...table])
  return replaceLines(document, { first: place.line + 1, last: place.line }, ['', ...table])
}

function findTables<Column extends string>(
  document: ProtocolDocument,
  shape: TableShape<Column>,
): FoundTable<Column>[] {
  return document.tables.flatMap((table) => {
    const columnOf = new Map<Column, number>()
    for (const column of shape.columns) {
      const index = table.headers.findIndex((header) => sameName(header, column))
      if (index !== -1) columnOf.set(column, index)
    }
    return shape.telling.every((column) => columnOf.has(column)) ? [{ table, columnOf }] : []
  })
}

function valuesOf<Column extends string>(
  { columns }: TableShape<Column>,
  read: (column: Column) => string,
): Record<Column, string> {
  return Object.fromEntries(columns.map((column) => [column, read(column)])) as Record<Column, string>
}

/** People write `Claimed at`, machines `claimedAt`. */
function sameName(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''))
  return a === b
}
