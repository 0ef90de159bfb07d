import { type FontName, fitText } from '../design/measure-text.js'
import { escapeXml } from './escape-xml.js'

export interface CardText {
  readonly x: number
  /** Of the baseline. */
  readonly y: number
  readonly font: FontName
  readonly size: number
  readonly fill: string
  readonly letterSpacing?: number
  readonly anchor?: 'end' | 'middle'
  readonly maxWidth?: number
  readonly minSize?: number
}

/** One line of text as SVG: shrunk, then cut, where it would be wider than allowed. */
export function cardText(text: string, line: CardText): string {
  const { x, y, font, fill, letterSpacing, anchor } = line
  const { text: shown, size } = fitText(text, line, {
    maxWidth: line.maxWidth ?? Number.POSITIVE_INFINITY,
    minSize: line.minSize ?? line.size,
  })
  const [, family = '', weight = ''] = /^(.*) (\d+)$/.exec(font) ?? []
  const attributes = [
    `x="${x}" y="${y}" font-family="${family}" font-weight="${weight}" font-size="${size}" fill="${fill}"`,
    letterSpacing === undefined ? '' : ` letter-spacing="${letterSpacing}"`,
    anchor === undefined ? '' : ` text-anchor="${anchor}"`,
  ]
  return `<text ${attributes.join('')}>${escapeXml(shown)}</text>`
}
