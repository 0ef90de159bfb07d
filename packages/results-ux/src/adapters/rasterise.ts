import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { type CardOptions, renderCardSvg } from '../render/card.js'

const fontFiles = [
  'Inter_400Regular.ttf',
  'Inter_600SemiBold.ttf',
  'Inter_700Bold.ttf',
  'Inter_800ExtraBold.ttf',
  'JetBrainsMono_500Medium.ttf',
]

/** The result card as PNG, 1200×630 or as wide as asked, drawn with the bundled fonts only. */
export async function cardPng(result: RunResult, options: CardOptions & { readonly width?: number }): Promise<Buffer> {
  return rasterise(renderCardSvg(result, options), options.width)
}

/** Drawing does this itself; whoever has to wait anyway does it before. */
export const loadRasteriser = (): Promise<typeof import('@resvg/resvg-js')> => import('@resvg/resvg-js')

/** Draws an SVG as PNG; system fonts are never used, so that every machine draws the same. */
export async function rasterise(svg: string, width?: number): Promise<Buffer> {
  const { renderAsync } = await loadRasteriser()
  const image = await renderAsync(svg, {
    font: { fontFiles: bundledFonts(), loadSystemFonts: false, defaultFontFamily: 'Inter' },
    fitTo: width === undefined ? { mode: 'original' } : { mode: 'width', value: width },
  })
  return image.asPng()
}

/** Found through the package's own name, because sources and built files lie at different depths. */
export function bundledFonts(): string[] {
  const manifest = createRequire(import.meta.url).resolve('@cc-ci/results-ux/package.json')
  return fontFiles.map((file) => join(dirname(manifest), 'fonts', file))
}
