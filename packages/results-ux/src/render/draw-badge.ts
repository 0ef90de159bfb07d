import { measureText } from '../design/measure-text.js'
import { badgeBrand } from '../design/tokens.js'
import { escapeXml } from './escape-xml.js'

type Pip = 'filled' | 'empty' | 'skipped'

/** How the badge looks: our own, or as those of Shields do, beside which it may stand. */
export const badgeStyles = ['own', 'shields'] as const
export type BadgeStyle = (typeof badgeStyles)[number]

export interface BadgeContent {
  /** What stands in the left part. */
  readonly brand: string
  readonly text: string
  readonly title: string
  readonly paint: { readonly fill: string; readonly ink: string }
  readonly pips: readonly Pip[]
}

interface Shape {
  readonly height: number
  readonly radius: number
  readonly padding: number
  readonly fontSize: number
  readonly baseline: number
  readonly outlined: boolean
  readonly leastBrand: number
}

const shapes: Readonly<Record<BadgeStyle, Shape>> = {
  own: { height: 22, radius: 4, padding: 9, fontSize: 11.5, baseline: 15, outlined: true, leastBrand: 52 },
  shields: { height: 20, radius: 3, padding: 6, fontSize: 11, baseline: 14, outlined: false, leastBrand: 0 },
}

const pipsWidth = 50

/** A badge as SVG. It is as wide as its text, which is measured, since an image cannot load a font. */
export function drawBadge(content: BadgeContent, style: BadgeStyle = 'own'): string {
  const { height, radius, padding, fontSize, baseline, outlined, leastBrand } = shapes[style]
  const { brand, text, title, paint } = content
  const pips = style === 'own' ? content.pips : []
  const brandText = measureText(brand, { font: 'Inter 600', size: fontSize })
  const textWidth = measureText(text, { font: 'Inter 700', size: fontSize })
  const brandWidth = Math.max(leastBrand, Math.ceil(padding + brandText + padding))
  const width = Math.ceil(brandWidth + padding + textWidth + padding + (pips.length > 0 ? pipsWidth : 0))
  const right = width - brandWidth - radius
  const corner = `a${radius} ${radius} 0 0 1`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="${radius}" fill="${badgeBrand.fill}"/>`,
    `<path d="M${brandWidth} 0h${right}${corner} ${radius} ${radius}v${height - 2 * radius}${corner}-${radius} ${radius}h-${right}z" fill="${paint.fill}"/>`,
    outlined
      ? `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="${radius - 0.5}" fill="none" stroke="${badgeBrand.outline}"/>`
      : '',
    `<g font-family="Inter, Verdana, 'DejaVu Sans', sans-serif" font-size="${fontSize}">`,
    `<text x="${padding}" y="${baseline}" font-weight="600" fill="${badgeBrand.ink}" textLength="${brandText.toFixed(1)}">${escapeXml(brand)}</text>`,
    `<text x="${brandWidth + padding}" y="${baseline}" font-weight="700" fill="${paint.ink}" textLength="${textWidth.toFixed(1)}">${escapeXml(text)}</text>`,
    '</g>',
    ...pips.map((pip, index) => drawPip(pip, width - pipsWidth + index * 9, paint.ink)),
    '</svg>',
  ].join('')
}

function drawPip(pip: Pip, x: number, ink: string): string {
  if (pip === 'filled') return `<rect x="${x}" y="7" width="6" height="8" rx="1.5" fill="${ink}"/>`
  const dashes = pip === 'skipped' ? ' stroke-dasharray="2 1.5"' : ''
  return `<rect x="${x + 0.5}" y="7.5" width="5" height="7" rx="1" fill="none" stroke="${ink}"${dashes}/>`
}
