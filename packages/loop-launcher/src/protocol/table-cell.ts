/** Characters that a terminal would obey or that turn the direction of what follows. */
const obeyed = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** A text as one line for a table: white space becomes single spaces, control characters go. */
export function toOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(obeyed, ' ').replace(/ +/g, ' ').trim()
}

/** Writes a one-line text so that it stays one cell: a pipe would end it, `<!--` would hide what follows. */
export function encodeCell(text: string): string {
  return text.replace(/(\\*)(\||<!--)/g, '$1$1\\$2')
}

export function decodeCell(cell: string): string {
  return cell.replace(
    /(\\*)\\(\||<!--)/g,
    (_, slashes: string, mark: string) => slashes.slice(slashes.length / 2) + mark,
  )
}

/** The cells of a table row as they are written, trimmed; a pipe behind an odd number of backslashes is text. */
export function splitRow(row: string): string[] {
  const cells: string[] = []
  let cell = ''
  for (const [part] of row.matchAll(/\\.|[^\\|]+|\||\\$/gs)) {
    if (part !== '|') cell += part
    else {
      cells.push(cell.trim())
      cell = ''
    }
  }
  if (cell.trim() !== '') cells.push(cell.trim())
  return row.trimStart().startsWith('|') ? cells.slice(1) : cells
}
