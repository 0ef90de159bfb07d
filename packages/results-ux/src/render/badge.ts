import { rungNames } from '@cc-ci/contracts/ladder'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { desaturate } from '../design/colour.js'
import { measureText } from '../design/measure-text.js'
import { badgeBrand, noLevel, paintOf, running } from '../design/tokens.js'
import { formatAge } from './duration.js'
import { escapeXml } from './escape-xml.js'
import { earnedWord, isJudged, notJudgedWords } from './run-view.js'

type Pip = 'filled' | 'empty' | 'skipped'

interface BadgeContent {
  readonly text: string
  readonly title: string
  readonly paint: { readonly fill: string; readonly ink: string }
  readonly pips: readonly Pip[]
}

const height = 22
const brandWidth = 52
const padding = 9
const fontSize = 11.5
const pipsWidth = 50
const staleAfterDays = 30

/** The badge of a finished run as SVG; `now` in epoch seconds, because a result older than 30 days shows its age. */
export function renderBadge(result: RunResult, { now }: { readonly now: number }): string {
  const age = Math.max(0, now - result.finished)
  const tested = `tested ${formatAge(age)}`
  if (!isJudged(result)) {
    const text = notJudgedWords(result)
    return drawBadge({ text, title: `cc-ci ${text}, ${tested}`, paint: noLevel, pips: [] })
  }
  const word = earnedWord(result)
  const days = Math.floor(age / 86_400)
  const stale = days > staleAfterDays
  const paint = paintOf(result.level)
  const retried = result.stages.some(({ tests }) => tests.some(({ flaky }) => flaky))
  return drawBadge({
    text: `L${result.level}${retried ? '~' : ''} · ${stale ? `${days} d` : word}`,
    title: `cc-ci level ${result.level} of 5, ${word.toLowerCase()}, ${retried ? 'passed on retry, ' : ''}${tested}`,
    paint: stale ? { ...paint, fill: desaturate(paint.fill) } : paint,
    pips: rungNames.map((rung, index) => {
      if (result.rungs[rung].status === 'skip') return 'skipped'
      return index < result.level ? 'filled' : 'empty'
    }),
  })
}

/** The badge of a recipe without a finished run. */
export function renderStateBadge(state: 'running' | 'not tested'): string {
  return drawBadge({ text: state, title: `cc-ci ${state}`, paint: state === 'running' ? running : noLevel, pips: [] })
}

function drawBadge({ text, title, paint, pips }: BadgeContent): string {
  const brandText = measureText('cc-ci', { font: 'Inter 600', size: fontSize })
  const textWidth = measureText(text, { font: 'Inter 700', size: fontSize })
  const width = Math.ceil(brandWidth + padding + textWidth + padding + (pips.length > 0 ? pipsWidth : 0))
  const right = width - brandWidth - 4
  const firstPip = width - pipsWidth
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="4" fill="${badgeBrand.fill}"/>`,
    `<path d="M${brandWidth} 0h${right}a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4h-${right}z" fill="${paint.fill}"/>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="3.5" fill="none" stroke="${badgeBrand.outline}"/>`,
    `<g font-family="Inter, Verdana, 'DejaVu Sans', sans-serif" font-size="${fontSize}">`,
    `<text x="${padding}" y="15" font-weight="600" fill="${badgeBrand.ink}" textLength="${brandText.toFixed(1)}">cc-ci</text>`,
    `<text x="${brandWidth + padding}" y="15" font-weight="700" fill="${paint.ink}" textLength="${textWidth.toFixed(1)}">${escapeXml(text)}</text>`,
    '</g>',
    ...pips.map((pip, index) => drawPip(pip, firstPip + index * 9, paint.ink)),
    '</svg>',
  ].join('')
}

function drawPip(pip: Pip, x: number, ink: string): string {
  if (pip === 'filled') return `<rect x="${x}" y="7" width="6" height="8" rx="1.5" fill="${ink}"/>`
  const dashes = pip === 'skipped' ? ' stroke-dasharray="2 1.5"' : ''
  return `<rect x="${x + 0.5}" y="7.5" width="5" height="7" rx="1" fill="none" stroke="${ink}"${dashes}/>`
}
