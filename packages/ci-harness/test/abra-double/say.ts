const colours = { INFO: 34, WARN: 33, FATA: 31 } as const

/** A line as abra's logger writes it, coloured whatever NO_COLOR says. */
export function say(level: keyof typeof colours, text: string): void {
  process.stdout.write(`\u001b[1;${colours[level]}m${level}\u001b[0m ${text}\n`)
}

export class Fatal extends Error {}

/** Ends the program as abra's `log.Fatal` does. */
export function fatal(text: string): never {
  throw new Fatal(text)
}

/** A table with heavy lines, as wide as its cells. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)))
  const line = (left: string, middle: string, right: string): string =>
    `${left}${widths.map((width) => '━'.repeat(width + 2)).join(middle)}${right}\n`
  const body = rows.map((row) => `┃${row.map((cell, column) => ` ${pad(cell, widths[column])} `).join('┃')}┃\n`)
  process.stdout.write(
    [line('┏', '┳', '┓'), body[0], line('┣', '╋', '┫'), ...body.slice(1), line('┗', '┻', '┛')].join(''),
  )
}

const pad = (cell: string, width = 0): string => cell + ' '.repeat(width - [...cell].length)
