import type { ShownStatus } from '../design/tokens.js'

interface IconPaint {
  readonly colour: string
  /** What a filled shape's glyph is drawn in: the colour behind the icon. */
  readonly glyph: string
}

const tick = 'M-7 .5l5 5.5l9-11'
const round = 'stroke-linecap="round" stroke-linejoin="round"'

/** The shape of a status as SVG elements round 0,0, 17 px to each side. */
export function statusIcon(status: ShownStatus, { colour, glyph }: IconPaint): string {
  const outline = `fill="none" stroke="${colour}"`
  const shapes: Readonly<Record<ShownStatus, string>> = {
    pass: `<circle r="16.5" fill="${colour}"/><path d="${tick}" fill="none" stroke="${glyph}" stroke-width="3.6" ${round}/>`,
    notCounted: `<circle r="15" ${outline} stroke-width="3"/><path d="${tick}" ${outline} stroke-width="3.4" ${round}/>`,
    fail: `<rect x="-15" y="-15" width="30" height="30" rx="6" fill="${colour}"/><path d="M-6.5-6.5l13 13m0-13l-13 13" fill="none" stroke="${glyph}" stroke-width="3.6" ${round}/>`,
    skip: `<circle r="15" ${outline} stroke-width="3" stroke-dasharray="6 5"/><path d="M-6 0h12" ${outline} stroke-width="3.4" ${round}/>`,
    unverified: `<path d="M0-17L17 13H-17z" ${outline} stroke-width="3" ${round}/><path d="M0-6v9m0 5v.5" ${outline} stroke-width="3.4" ${round}/>`,
    flaky: `<circle r="15" ${outline} stroke-width="3"/><path d="M-8 2.5c2.5-6 5.5-6 8-2.5s5.5 3.5 8-2.5" ${outline} stroke-width="3.4" ${round}/>`,
    running: `<path d="M0-15a15 15 0 1 1-15 15" ${outline} stroke-width="4" ${round}/>`,
  }
  return shapes[status]
}
