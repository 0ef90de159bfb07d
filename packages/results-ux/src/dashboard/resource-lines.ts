import { html, raw } from 'hono/html'
import type { RunRow } from '../history/run-row.js'
import { formatMegabytes, formatSeconds } from '../render/duration.js'
import type { Part } from '../render/page-parts.js'

interface Measure {
  readonly name: string
  readonly of: (row: RunRow) => number | null
  readonly format: (value: number) => string
}

const measures: readonly Measure[] = [
  { name: 'Whole run', of: ({ started, finished }) => finished - started || null, format: formatSeconds },
  { name: 'Down during the upgrade', of: ({ resources }) => resources.downtimeSeconds, format: formatSeconds },
  { name: 'Peak memory', of: ({ resources }) => resources.peakMemMb, format: formatMegabytes },
  { name: 'Disk', of: ({ resources }) => resources.diskMb, format: formatMegabytes },
  { name: 'Backup size', of: ({ resources }) => resources.backupMb, format: formatMegabytes },
  { name: 'Restore', of: ({ resources }) => resources.restoreSeconds, format: formatSeconds },
]

/** Points of one line; what lies between them changes nothing that an eye sees. */
const mostPoints = 200

/** How what was measured went from run to run, oldest first; a measure that was never taken has no line. */
export function resourceLines(judged: readonly RunRow[]): Part[] {
  return measures.flatMap(({ name, of, format }) => {
    const values = judged.map(of).filter((value) => value !== null)
    const last = values.at(-1)
    if (last === undefined) return []
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const range = low === high ? `always ${format(low)}` : `${format(low)} to ${format(high)}`
    return [
      html`<div class="measure"><span>${name}</span><svg viewBox="0 0 200 32" preserveAspectRatio="none" aria-hidden="true">${raw(line(thin(values), low, high))}</svg><b>${format(last)}</b><span class="muted">${range}</span></div>`,
    ]
  })
}

function thin(values: readonly number[]): number[] {
  const step = Math.max(1, Math.ceil(values.length / mostPoints))
  return values.filter((_, index) => index % step === 0 || index === values.length - 1)
}

function line(values: readonly number[], low: number, high: number): string {
  const across = Math.max(values.length - 1, 1)
  const points = values.map((value, index) => {
    const y = high === low ? 16 : 29 - ((value - low) / (high - low)) * 26
    return `${((index / across) * 200).toFixed(1)} ${y.toFixed(1)}`
  })
  return `<path class="steps" d="M${points.join('L')}${values.length === 1 ? 'h200' : ''}"/>`
}
