import { html, raw } from 'hono/html'
import type { RunRow } from '../history/run-row.js'
import type { Part } from '../render/page-parts.js'

const width = 1000
const rowHeight = 20
const top = 5

/**
 * The level of the main line over time as steps, from its judged full runs, oldest first. The drawing stretches to the
 * width it is given, so the words stand beside it, as text.
 */
export function levelChart(judged: readonly RunRow[], dateOf: (at: number) => Part): Part {
  const [first] = judged
  const last = judged.at(-1)
  if (first === undefined || last === undefined) return html`<p class="muted">No judged run of main yet.</p>`
  const span = Math.max(last.finished - first.finished, 1)
  const x = ({ finished }: RunRow): string => (((finished - first.finished) / span) * (width - 8) + 4).toFixed(1)
  const y = ({ level }: RunRow): number => (top - level) * rowHeight + rowHeight / 2
  const turns = judged.filter((row, index) => row.level !== judged[index - 1]?.level)
  const path = turns.map((row, index) => (index === 0 ? `M${x(row)} ${y(row)}` : `H${x(row)}V${y(row)}`)).join('')
  const lines = [0, 1, 2, 3, 4, 5].map((level) => `M0 ${(top - level) * rowHeight + rowHeight / 2}H${width}`).join('')
  const height = rowHeight * (top + 1)
  const drawing = `<path d="${lines}" class="grid-lines"/><path d="${path}H${width - 4}" class="steps"/>`
  const label = `Level over ${judged.length} judged runs of main: ${turns.length === 1 ? `always L${last.level}` : `${turns.length - 1} changes, now L${last.level}`}`
  return html`<figure class="chart"><div class="chart-levels" aria-hidden="true">${[5, 4, 3, 2, 1, 0].map((level) => html`<span>L${level}</span>`)}</div><svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">${raw(drawing)}</svg><figcaption><span>${dateOf(first.finished)}</span><span>${dateOf(last.finished)}</span></figcaption></figure>`
}
