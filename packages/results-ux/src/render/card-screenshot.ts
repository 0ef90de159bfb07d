import type { RunResult } from '@cc-ci/contracts/run-result'
import { drawable } from '../design/measure-text.js'
import { surfaces, type Theme } from '../design/tokens.js'
import { cardText } from './card-text.js'

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const topCorners = 'M588 64a16 16 0 0 1 16-16h532a16 16 0 0 1 16 16v26H588z'
const picture = 'M590 90h560v366a14 14 0 0 1-14 14h-532a14 14 0 0 1-14-14z'

/** The browser frame of the card with the picture of the app, or a dashed panel that says why there is none. */
export function screenshotPanel(result: RunResult, theme: Theme, screenshot: Uint8Array | undefined): string {
  const { card, line, frame, muted } = surfaces[theme]
  return [
    `<rect x="588" y="48" width="564" height="424" rx="16" fill="${card}" stroke="${line}" stroke-width="2"/>`,
    `<path d="${topCorners}" fill="${frame}"/>`,
    ...[612, 634, 656].map((x) => `<circle cx="${x}" cy="69" r="6" fill="${muted}" opacity=".5"/>`),
    cardText(drawable(result.domain), {
      x: 686,
      y: 76,
      font: 'JetBrains Mono 500',
      size: 18,
      fill: muted,
      maxWidth: 446,
      minSize: 13,
    }),
    screenshot !== undefined && isPng(screenshot) ? shot(screenshot) : noShot(result, theme, screenshot),
  ].join('')
}

function shot(png: Uint8Array): string {
  const data = Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64')
  return [
    `<clipPath id="picture"><path d="${picture}"/></clipPath>`,
    '<image x="590" y="90" width="560" height="380" preserveAspectRatio="xMidYMin meet" clip-path="url(#picture)" ',
    `href="data:image/png;base64,${data}"/>`,
  ].join('')
}

function noShot(result: RunResult, theme: Theme, screenshot: Uint8Array | undefined): string {
  const { muted } = surfaces[theme]
  const reason = screenshot === undefined ? result.artefacts.screenshotReason : 'the picture is not a PNG'
  const shared = { x: 870, font: 'Inter 600', fill: muted, anchor: 'middle', maxWidth: 470 } as const
  return [
    `<rect x="620" y="120" width="500" height="320" rx="14" fill="none" stroke="${muted}" stroke-width="2" stroke-dasharray="8 7"/>`,
    cardText('No screenshot', { ...shared, y: 274, size: 24 }),
    cardText(drawable(reason ?? 'none was taken'), { ...shared, y: 308, font: 'Inter 400', size: 20, minSize: 14 }),
  ].join('')
}

function isPng(bytes: Uint8Array): boolean {
  return pngSignature.every((byte, index) => bytes[index] === byte)
}
