const edges = /[│┃║|]/

/** The rows of a table drawn with lines, cells trimmed; text that a narrow terminal wrapped is put together again. */
export function readBoxTable(text: string): string[][] {
  const rows: string[][] = []
  for (const line of text.split('\n')) {
    const cells = cellsOf(line)
    const above = rows.at(-1)
    if (cells === undefined) continue
    if (cells[0] === '' && above !== undefined && above.length === cells.length) appendTo(above, cells)
    else rows.push(cells)
  }
  return rows
}

function cellsOf(line: string): string[] | undefined {
  const parts = line.split(edges)
  if (parts.length < 3) return undefined
  // What stands before the first edge and after the last one is no cell.
  return parts.slice(1, -1).map((part) => part.trim())
}

function appendTo(row: string[], more: readonly string[]): void {
  for (const [index, cell] of more.entries()) if (cell !== '') row[index] = `${row[index] ?? ''} ${cell}`.trim()
}
