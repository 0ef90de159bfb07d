import { type TokenCount, totalTokens } from '@cc-ci/contracts/agent-client'
import { escapeHtml } from './escape-html.js'

export interface Column {
  readonly name: string
  readonly number?: boolean
}

/** A time as `2026-11-23 01:47 UTC`; seconds that no calendar has are shown as they are. */
function printTime(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? String(seconds) : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

export function timeTag(seconds: number): string {
  const date = new Date(seconds * 1000)
  const machine = Number.isNaN(date.getTime()) ? '' : ` datetime="${date.toISOString()}"`
  return `<time${machine}>${escapeHtml(printTime(seconds))}</time>`
}

/** A table that scrolls by itself where it does not fit. `rows` are pieces of HTML, the first of each names the row. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const classOf = (index: number) => (columns[index]?.number === true ? ' class="number"' : '')
  const head = columns.map(({ name }, index) => `<th scope="col"${classOf(index)}>${escapeHtml(name)}</th>`).join('')
  const body = rows.map((cells) => {
    const [first = '', ...more] = cells
    const rest = more.map((cell, index) => `<td${classOf(index + 1)}>${cell}</td>`).join('')
    return `<tr><th scope="row">${first}</th>${rest}</tr>`
  })
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

/** `1234567` as `1,234,567`. */
export const printCount = (count: number): string => count.toLocaleString('en')

export const tokenColumns: readonly Column[] = [
  { name: 'input', number: true },
  { name: 'output', number: true },
  { name: 'cache read', number: true },
  { name: 'cache write', number: true },
  { name: 'all', number: true },
]

export function tokenCells(tokens: TokenCount): readonly string[] {
  const { input, output, cacheRead, cacheWrite } = tokens
  return [input, output, cacheRead, cacheWrite, totalTokens(tokens)].map(printCount)
}
