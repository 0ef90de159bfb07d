import { type RungName, rungNames } from '@cc-ci/contracts/ladder'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { desaturate } from '../design/colour.js'
import { noLevel, paintOf, running, statusColours } from '../design/tokens.js'
import { type BadgeStyle, drawBadge } from './draw-badge.js'
import { formatAge } from './duration.js'
import { earnedWord, isJudged, notJudgedWords, rungTitles, rungViews } from './run-view.js'

/** From when on a badge tells its age instead of what the level is called. */
export const staleAfterDays = 30

export interface BadgeOptions {
  /** Epoch seconds. */
  readonly now: number
  readonly style?: BadgeStyle | undefined
  /** Only this rung instead of the level. */
  readonly rung?: RungName | undefined
}

const brand = 'cc-ci'

/** The badge of a finished run as SVG; `now` in epoch seconds, because a result older than 30 days shows its age. */
export function renderBadge(result: RunResult, { now, style, rung }: BadgeOptions): string {
  const age = Math.max(0, now - result.finished)
  const tested = `tested ${formatAge(age)}`
  if (rung !== undefined) return rungBadge(result, rung, { tested, style })
  if (!isJudged(result)) {
    const text = notJudgedWords(result)
    return drawBadge({ brand, text, title: `cc-ci ${text}, ${tested}`, paint: noLevel, pips: [] }, style)
  }
  const word = earnedWord(result)
  const days = Math.floor(age / 86_400)
  const stale = days > staleAfterDays
  const paint = paintOf(result.level)
  const retried = result.stages.some(({ tests }) => tests.some(({ flaky }) => flaky))
  return drawBadge(
    {
      brand,
      text: `L${result.level}${retried ? '~' : ''} · ${stale ? `${days} d` : word}`,
      title: `cc-ci level ${result.level} of 5, ${word.toLowerCase()}, ${retried ? 'passed on retry, ' : ''}${tested}`,
      paint: stale ? { ...paint, fill: desaturate(paint.fill) } : paint,
      pips: rungNames.map((rung, index) => {
        if (result.rungs[rung].status === 'skip') return 'skipped'
        return index < result.level ? 'filled' : 'empty'
      }),
    },
    style,
  )
}

function rungBadge(
  result: RunResult,
  rung: RungName,
  { tested, style }: { tested: string; style: BadgeStyle | undefined },
): string {
  const view = rungViews(result).find((each) => each.rung === rung)
  const word = !isJudged(result) || view === undefined ? notJudgedWords(result) : view.word.toLowerCase()
  const fill = !isJudged(result) || view === undefined ? noLevel.fill : statusColours.light[view.status]
  const title = `cc-ci ${rungTitles[rung]}: ${word}, ${tested}`
  return drawBadge(
    { brand: rungTitles[rung].toLowerCase(), text: word, title, paint: { fill, ink: '#FFFFFF' }, pips: [] },
    style,
  )
}

/** The badge of a recipe without a finished run. */
export function renderStateBadge(state: 'running' | 'not tested', style?: BadgeStyle): string {
  const paint = state === 'running' ? running : noLevel
  return drawBadge({ brand, text: state, title: `cc-ci ${state}`, paint, pips: [] }, style)
}
