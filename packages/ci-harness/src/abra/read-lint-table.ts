import type { LintRow } from '../ports/engine.js'
import { readBoxTable } from './box-table.js'

const columns = { rule: /^(ref|id)\b/i, title: /^(rule|description)/i, severity: /^sever/i, satisfied: /^satisf/i }
const yes = /^(?:✅|✔️?|✓|yes|true|ok)$/i
const no = /^(?:❌|✘|✗|✖️?|no|false)$/i

/**
 * The rows of `abra recipe lint`, or why the table cannot be trusted: its exit code is 0 whatever it found, so a
 * table that was only half understood must never read as clean.
 */
export function readLintTable(text: string): readonly LintRow[] | string {
  const table = readBoxTable(text)
  const header = table.find((row) => row.some((cell) => columns.satisfied.test(cell)))
  if (header === undefined) return 'it printed no table of rules'
  const at = (name: RegExp): number => header.findIndex((cell) => name.test(cell))
  const place = {
    rule: at(columns.rule),
    title: at(columns.title),
    severity: at(columns.severity),
    satisfied: at(columns.satisfied),
    resolve: at(/^resol/i),
  }
  if (place.rule === -1 || place.severity === -1) return `its table has other columns: ${header.join(', ')}`
  const rows: LintRow[] = []
  for (const cells of table.filter((row) => /^[A-Z]\d{3}$/.test(row[place.rule] ?? ''))) {
    const row = toRow(cells, place)
    if (typeof row === 'string') return row
    rows.push(row)
  }
  return whyIncomplete(rows, text) ?? rows
}

function toRow(cells: readonly string[], place: Readonly<Record<keyof LintRow, number>>): LintRow | string {
  const cell = (name: keyof LintRow): string => cells[place[name]] ?? ''
  const [severity, mark] = [cell('severity'), cell('satisfied')]
  if (!/^(warn|error)/i.test(severity)) return `${cell('rule')} has the severity “${severity}”`
  if (!yes.test(mark) && !no.test(mark)) return `${cell('rule')} is marked “${mark}”`
  return {
    rule: cell('rule'),
    title: cell('title'),
    severity: /^error/i.test(severity) ? 'error' : 'warning',
    satisfied: yes.test(mark),
    resolve: cell('resolve'),
  }
}

function whyIncomplete(rows: readonly LintRow[], text: string): string | undefined {
  if (rows.length === 0) return 'its table has no rule in it'
  const broken = rows.some(({ severity, satisfied }) => severity === 'error' && !satisfied)
  if (/critical errors present/i.test(text) && !broken)
    return 'it speaks of critical errors that its table does not show'
  return undefined
}
