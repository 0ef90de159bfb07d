import { type RungName, type RungStatus, rungNames } from '@cc-ci/contracts/ladder'
import { html, raw } from 'hono/html'
import type { RunRow } from '../history/run-row.js'
import { type Part, statusLabel } from '../render/page-parts.js'
import { rungTitles } from '../render/run-view.js'

/** A status by colour and by height, because some of the colours are alike to some eyes. */
const bars: Readonly<Record<RungStatus, { readonly y: number; readonly height: number; readonly word: string }>> = {
  pass: { y: 4, height: 16, word: 'passed' },
  fail: { y: 0, height: 20, word: 'failed' },
  skip: { y: 16, height: 4, word: 'not applicable' },
  unverified: { y: 11, height: 9, word: 'not verified' },
}

interface Stretch {
  readonly status: RungStatus
  readonly from: number
  count: number
}

/** Every run of a recipe as a column, oldest first, and every rung as a row; equal neighbours are drawn as one bar. */
export function heatMap(runs: readonly RunRow[]): Part {
  if (runs.length === 0) return html``
  const rows = rungNames.toReversed().map((rung) => {
    const stretches = stretchesOf(runs, rung)
    const shapes = stretches.map(({ status, from, count }) => {
      const { y, height, word } = bars[status]
      const which = count === 1 ? `run ${from + 1}` : `runs ${from + 1} to ${from + count}`
      return `<rect x="${from}" y="${y}" width="${count}" height="${height}" fill="var(--${status})"><title>${which}: ${word}</title></rect>`
    })
    const label = `${rungTitles[rung]}: ${countsOf(stretches)}`
    return html`<div class="heat-name">${rungTitles[rung]}</div><svg viewBox="0 0 ${runs.length} 20" preserveAspectRatio="none" role="img" aria-label="${label}">${raw(shapes.join(''))}</svg>`
  })
  const legend = (['pass', 'fail', 'skip', 'unverified'] as const).map(
    (status) =>
      html`<span><svg class="key" width="14" height="20" aria-hidden="true">${raw(`<rect y="${bars[status].y}" width="14" height="${bars[status].height}" fill="var(--${status})"/>`)}</svg>${bars[status].word}</span>`,
  )
  return html`<div class="heat">${rows}</div><p class="legend">${legend}</p><p class="muted">${runs.length} ${runs.length === 1 ? 'run' : 'runs'} of main and of pull requests, the oldest at the left.</p>`
}

function stretchesOf(runs: readonly RunRow[], rung: RungName): Stretch[] {
  const stretches: Stretch[] = []
  for (const [index, { rungs }] of runs.entries()) {
    const { status } = rungs[rung]
    const last = stretches.at(-1)
    if (last?.status === status) last.count += 1
    else stretches.push({ status, from: index, count: 1 })
  }
  return stretches
}

function countsOf(stretches: readonly Stretch[]): string {
  const statuses = ['pass', 'fail', 'skip', 'unverified'] as const
  const counts = statuses.map((status) => {
    const total = stretches.filter((each) => each.status === status).reduce((sum, { count }) => sum + count, 0)
    return total === 0 ? '' : `${total} ${bars[status].word}`
  })
  return counts.filter(Boolean).join(', ')
}

/** The five rungs of one run as shapes in a row, for tables. */
export function rungShapes({ rungs, level, verdict }: RunRow): Part {
  const labels = rungNames.map((rung, index) => {
    const { status } = rungs[rung]
    const counted = verdict !== 'error' && index + 1 <= level
    const shown = status === 'pass' && !counted ? 'notCounted' : status
    return html`<span title="${rungTitles[rung]}">${statusLabel(shown, html`<span class="hidden">${rungTitles[rung]} ${bars[status].word}</span>`)}</span>`
  })
  return html`<span class="rung-shapes">${labels}</span>`
}
