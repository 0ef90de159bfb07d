import { advanceRanges, fontAdvances } from './font-advances.js'

export type FontName = keyof typeof fontAdvances

export interface Type {
  readonly font: FontName
  readonly size: number
  readonly letterSpacing?: number
}

interface Bounds {
  readonly maxWidth: number
  readonly minSize: number
}

const widest = 1000
const ellipsis = '…'
const widthsByFont = new Map<FontName, ReadonlyMap<string, number>>()

/** How wide a text is in pixels, by the bundled font's own advances; kerning, which is small, is left out. */
export function measureText(text: string, { font, size, letterSpacing = 0 }: Type): number {
  const widths = widthsOf(font)
  const characters = [...text]
  const units = characters.reduce((sum, character) => sum + (widths.get(character) || widest), 0)
  return (units * size) / 1000 + letterSpacing * characters.length
}

/** Makes a text fit: smaller down to `minSize`, then cut with an ellipsis. */
export function fitText(text: string, type: Type, { maxWidth, minSize }: Bounds): { text: string; size: number } {
  const spacing = (type.letterSpacing ?? 0) * [...text].length
  const unit = measureText(text, { font: type.font, size: 1 })
  const fitting = Math.floor(((maxWidth - spacing) / unit) * 2) / 2
  if (fitting >= minSize) return { text, size: Math.min(type.size, fitting) }
  return { text: cutText(text, { ...type, size: minSize }, maxWidth), size: minSize }
}

/** As much of a text as fits before an ellipsis; each character is measured once, since texts of recipes can be long. */
function cutText(text: string, type: Type, maxWidth: number): string {
  let room = maxWidth - measureText(ellipsis, type)
  let kept = ''
  for (const character of text) {
    room -= measureText(character, type)
    if (room < 0) break
    kept += character
  }
  return kept.trimEnd() + ellipsis
}

/** Breaks a text between words after what fits the first line; the second part is empty when all of it fits. */
export function splitInTwo(text: string, type: Type, maxWidth: number): readonly [string, string] {
  if (measureText(text, type) <= maxWidth) return [text, '']
  const words = text.split(' ')
  let first = ''
  while (words.length > 1) {
    const longer = `${first} ${words[0]}`.trimStart()
    if (measureText(longer, type) > maxWidth) break
    first = longer
    words.shift()
  }
  return first === '' ? [text, ''] : [first, words.join(' ')]
}

/** Drops what the bundled fonts cannot draw and would show as a box, such as emoji. */
export function drawable(text: string): string {
  const widths = widthsOf('Inter 400')
  const drawn = [...text].map((character) => (widths.get(character) ? character : ' '))
  return drawn.join('').replace(/\s+/g, ' ').trim()
}

function widthsOf(font: FontName): ReadonlyMap<string, number> {
  const known = widthsByFont.get(font)
  if (known !== undefined) return known
  const advances = fontAdvances[font].split(' ').map(Number)
  const characters = advanceRanges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  )
  const widths = new Map(characters.map((character, index) => [character, advances[index] ?? 0]))
  widthsByFont.set(font, widths)
  return widths
}
