import { wrapWords } from '../terminal/wrap-words.js'

/** Columns side by side; the last is wrapped where the width ends, with what follows below its beginning. */
export function formatTable(rows: readonly (readonly string[])[], width: number): string {
  const columns = Math.max(0, ...rows.map((row) => row.length)) - 1
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const indent = widths.reduce((sum, each) => sum + each + 2, 0)
  return rows
    .map((row) => {
      const head = widths.map((each, column) => (row[column] ?? '').padEnd(each + 2)).join('')
      const lines = wrapWords(row[columns] ?? '', Math.max(20, width - indent))
      return lines.map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + line).join('\n')
    })
    .map((line) => line.trimEnd())
    .join('\n')
}
