import { rungNames } from '@cc-ci/contracts/ladder'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { drawable, type FontName, measureText, splitInTwo } from '../design/measure-text.js'
import { noLevel, paintOf, statusColours, surfaces, type Theme } from '../design/tokens.js'
import { screenshotPanel } from './card-screenshot.js'
import { cardText } from './card-text.js'
import { formatSeconds } from './duration.js'
import { earnedWord, isJudged, nextStep, notJudgedWords, type RungView, rungViews, versionsLine } from './run-view.js'
import { statusIcon } from './status-icon.js'

export interface CardOptions {
  readonly theme: Theme
  /** A PNG of the running app; without one the card says why there is none. */
  readonly screenshot?: Uint8Array
}

/** The result card as SVG, 1200×630. Fonts are named, not embedded: rasterise it with the bundled ones. */
export function renderCardSvg(result: RunResult, { theme, screenshot }: CardOptions): string {
  const { page } = surfaces[theme]
  const { fill } = isJudged(result) ? paintOf(result.level) : noLevel
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">',
    `<rect width="1200" height="630" fill="${page}"/><rect width="1200" height="10" fill="${fill}"/>`,
    ...heading(result, theme),
    ...levelBlock(result),
    ...rungViews(result).flatMap((view, index) => rungRow(view, 330 + index * 50, theme)),
    screenshotPanel(result, theme, screenshot),
    ...nextPanel(result, theme),
    ...footer(result, theme),
    '</svg>',
  ].join('')
}

function heading(result: RunResult, theme: Theme): string[] {
  const { ink, muted } = surfaces[theme]
  const name = { x: 48, y: 86, font: 'Inter 800', size: 54, letterSpacing: -1, maxWidth: 500, minSize: 30 } as const
  const versions = { x: 48, y: 126, font: 'JetBrains Mono 500', size: 22, maxWidth: 500, minSize: 15 } as const
  return [
    cardText(drawable(result.recipe), { ...name, fill: ink }),
    cardText(drawable(versionsLine(result)), { ...versions, fill: muted }),
  ]
}

function levelBlock(result: RunResult): string[] {
  const judged = isJudged(result)
  const { fill, ink } = judged ? paintOf(result.level) : noLevel
  const word = judged ? earnedWord(result) : sentenceCase(notJudgedWords(result))
  return [
    `<rect x="48" y="156" width="500" height="128" rx="18" fill="${fill}"/>`,
    cardText(judged ? `L${result.level}` : 'L?', {
      x: 76,
      y: 254,
      font: 'Inter 800',
      size: 100,
      letterSpacing: -3,
      fill: ink,
    }),
    cardText(word, { x: 232, y: 214, font: 'Inter 700', size: 34, fill: ink, maxWidth: 300, minSize: 22 }),
    ...rungNames.map((rung, index) => {
      const x = 232 + 56 * index
      const skipped = result.rungs[rung].status === 'skip'
      if (judged && index < result.level && !skipped)
        return `<rect x="${x}" y="234" width="46" height="18" rx="9" fill="${ink}"/>`
      const style = skipped ? 'stroke-dasharray="6 5"' : 'stroke-opacity=".65"'
      return `<rect x="${x + 1.5}" y="235.5" width="43" height="15" rx="7.5" fill="none" stroke="${ink}" stroke-width="3" ${style}/>`
    }),
  ]
}

function rungRow({ title, status, fact }: RungView, y: number, theme: Theme): string[] {
  const { page, ink, muted } = surfaces[theme]
  const colour = statusColours[theme][status]
  const name = { font: 'Inter 600', size: 28 } as const
  const shown = drawable(status === 'notCounted' ? [fact, 'not counted'].filter(Boolean).join(' · ') : fact)
  const factWidth = 448 - measureText(title, name) - 20
  const alarming = status === 'fail' || status === 'unverified'
  return [
    `<g transform="translate(66 ${y})">${statusIcon(status, { colour, glyph: page })}</g>`,
    cardText(title, { x: 100, y: y + 10, ...name, fill: status === 'notCounted' ? muted : ink }),
    cardText(shown, {
      x: 548,
      y: y + 9,
      font: 'Inter 400',
      size: 24,
      fill: alarming ? colour : muted,
      anchor: 'end',
      maxWidth: factWidth,
      minSize: 18,
    }),
  ]
}

/** One line under the heading where it fits legibly; else a smaller heading and two lines. */
function nextPanel(result: RunResult, theme: Theme): string[] {
  const { card, line, muted, ink } = surfaces[theme]
  const { heading: title, text } = nextStep(result)
  const shared = { x: 612, maxWidth: 516 }
  const small = { font: 'Inter 600', size: 18 } as const
  const [first, second] = splitInTwo(drawable(text), small, shared.maxWidth)
  const lines =
    second === ''
      ? [cardText(first, { ...shared, y: 551, font: 'Inter 600', size: 23, minSize: 18, fill: ink })]
      : [first, second].map((each, row) =>
          cardText(each, { ...shared, y: 536 + row * 21, ...small, minSize: 17, fill: ink }),
        )
  const headingType = second === '' ? { y: 522, size: 20, minSize: 16 } : { y: 514, size: 15, minSize: 13 }
  return [
    `<rect x="588" y="492" width="564" height="74" rx="14" fill="${card}" stroke="${line}" stroke-width="2"/>`,
    cardText(title.toUpperCase(), { ...shared, font: 'Inter 700', ...headingType, fill: muted }),
    ...lines,
  ]
}

function footer(result: RunResult, theme: Theme): string[] {
  const { ink, muted } = surfaces[theme]
  const seconds = result.finished - result.started
  const parts = [
    result.pr === null ? '' : `PR #${result.pr}`,
    result.ref.slice(0, 7),
    seconds > 0 ? formatSeconds(seconds) : '',
    `run ${result.runId}`,
  ]
  const text = drawable(parts.filter(Boolean).join(' · '))
  const brand: FontName = 'Inter 700'
  return [
    cardText(text, { x: 48, y: 606, font: 'Inter 400', size: 22, maxWidth: 980, minSize: 16, fill: muted }),
    cardText('cc-ci', { x: 1152, y: 606, font: brand, size: 22, anchor: 'end', fill: ink }),
  ]
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
