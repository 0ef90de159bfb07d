import type { LintFinding } from '@cc-ci/contracts/run-result'
import type { UncheckedRule } from './lint-recipe.js'

const width = 80
const widestPlace = 22

/** The findings as a plain table of 80 columns, place first, for lint.txt and the terminal; then what nobody judged. */
export function formatLintTable(findings: readonly LintFinding[], unchecked: readonly UncheckedRule[] = []): string {
  return `${tableOf(findings)}${unchecked.map(({ rule, reason }) => `not checked: ${rule}, ${reason}\n`).join('')}`
}

function tableOf(findings: readonly LintFinding[]): string {
  if (findings.length === 0) return 'No findings.\n'
  const placeWidth = Math.min(widestPlace, Math.max(...findings.map((finding) => placeOf(finding).length)))
  return `${findings.map((finding) => rowOf(finding, placeWidth)).join('\n')}\n\n${countFindings(findings)}\n`
}

function rowOf(finding: LintFinding, placeWidth: number): string {
  const place = placeOf(finding)
  const head = `${finding.severity.padEnd(7)}  ${finding.rule.padEnd(4)}  `
  const indent = placeWidth + 2 + head.length
  const [first = '', ...more] = [finding.message, ...(finding.hint === '' ? [] : [`Hint: ${finding.hint}`])].flatMap(
    (text) => wrap(printable(text), width - indent),
  )
  const start = place.length > placeWidth ? [...wrap(place, width), ' '.repeat(placeWidth)] : [place.padEnd(placeWidth)]
  return [`${start.join('\n')}  ${head}${first}`, ...more.map((row) => ' '.repeat(indent) + row)].join('\n')
}

function placeOf({ file, line }: LintFinding): string {
  return `${printable(file)}:${line}`
}

/** A recipe's text must not steer the terminal of the person who reads about it. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
}

function wrap(text: string, columns: number): string[] {
  const rows: string[] = ['']
  for (const word of text.split(/\s+/).flatMap((each) => each.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? [])) {
    const row = rows.at(-1) ?? ''
    if (row === '') rows[rows.length - 1] = word
    else if (row.length + 1 + word.length <= columns) rows[rows.length - 1] = `${row} ${word}`
    else rows.push(word)
  }
  return rows
}

function countFindings(findings: readonly LintFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  return `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`
}
