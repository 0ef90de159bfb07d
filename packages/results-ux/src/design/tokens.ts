import { levelWords } from '@cc-ci/contracts/ladder'

export const themes = ['light', 'dark'] as const
export type Theme = (typeof themes)[number]

interface Paint {
  readonly fill: string
  readonly ink: string
}

const dark = '#14202B'
const white = '#FFFFFF'

const levelPaints: readonly Paint[] = [
  { fill: '#8C1C13', ink: white },
  { fill: '#DB6A2C', ink: dark },
  { fill: '#F4C152', ink: dark },
  { fill: '#9ED8C8', ink: dark },
  { fill: '#0F8068', ink: white },
  { fill: '#123C6B', ink: white },
]

/** The one table of levels: number, word, fill and the ink that is legible on it. Rust to teal to navy. */
export const levels = levelWords.map((word, level) => ({ level, word, ...paintOf(level) }))

/** What stands in for a level when there is none: not judged, not tested. */
export const noLevel: Paint = { fill: '#55616F', ink: white }
export const running: Paint = { fill: '#1F63C6', ink: white }

/** The left part of the badge, and the line round it, which has 3:1 against white and against black. */
export const badgeBrand = { fill: dark, ink: white, outline: '#7A8794' } as const

/** How a rung is shown; its shape and word carry the meaning, the colour only helps. */
export const shownStatuses = ['pass', 'notCounted', 'fail', 'skip', 'unverified', 'flaky', 'running'] as const
export type ShownStatus = (typeof shownStatuses)[number]

export const statusColours: Readonly<Record<Theme, Readonly<Record<ShownStatus, string>>>> = {
  light: {
    pass: '#0A7A55',
    notCounted: '#55616F',
    fail: '#C2330C',
    skip: '#5B6B7F',
    unverified: '#8A6100',
    flaky: '#7A3FB8',
    running: '#1F63C6',
  },
  dark: {
    pass: '#3ED6A0',
    notCounted: '#9AA8B7',
    fail: '#FF8A66',
    skip: '#9FB0C3',
    unverified: '#F2C14E',
    flaky: '#C79BF2',
    running: '#7FB3FF',
  },
}

export interface Surfaces {
  readonly page: string
  readonly card: string
  readonly ink: string
  readonly muted: string
  /** Decorative only: 1.35:1. */
  readonly line: string
  readonly frame: string
  readonly focus: string
}

export const surfaces: Readonly<Record<Theme, Surfaces>> = {
  light: {
    page: '#FBFAF7',
    card: '#FFFFFF',
    ink: '#14202B',
    muted: '#55616F',
    line: '#D9DEE4',
    frame: '#EEF1F4',
    focus: '#1F63C6',
  },
  dark: {
    page: '#0F1419',
    card: '#171E26',
    ink: '#E8EDF2',
    muted: '#9AA8B7',
    line: '#2B3540',
    frame: '#202A34',
    focus: '#7FB3FF',
  },
}

/** The paint of a level from 0 to 5. */
export function paintOf(level: number): Paint {
  return levelPaints[level] ?? noLevel
}
