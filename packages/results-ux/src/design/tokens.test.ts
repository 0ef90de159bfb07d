import { levelWords } from '@cc-ci/contracts/ladder'
import { describe, expect, it } from 'vitest'
import { contrastRatio, desaturate } from './colour.js'
import {
  badgeBrand,
  levels,
  noLevel,
  paintOf,
  running,
  type ShownStatus,
  shownStatuses,
  statusColours,
  surfaces,
  themes,
} from './tokens.js'

describe('contrast', () => {
  it.each([
    ['#000000', '#FFFFFF', 21],
    ['#FFFFFF', '#FFFFFF', 1],
    ['#767676', '#FFFFFF', 4.54],
  ])('of %s and %s is %d, as WCAG computes it', (one, other, ratio) => {
    expect(contrastRatio(one, other)).toBeCloseTo(ratio, 2)
    expect(contrastRatio(other, one)).toBeCloseTo(ratio, 2)
  })
})

describe('levels', () => {
  it('P-06: there is one paint for each level that can be reached, and none beyond', () => {
    expect(levels.map(({ word }) => word)).toEqual(levelWords)
    expect(levels.map(({ fill }) => fill)).not.toContain(noLevel.fill)
    expect(paintOf(levelWords.length)).toBe(noLevel)
  })

  it.each([9.2, 4.8, 9.9, 10.3, 4.9, 11.1])('P-07: text on a level has the designed contrast %d', (ratio) => {
    expect(levels.map(({ fill, ink }) => Number(contrastRatio(fill, ink).toFixed(1)))).toContain(ratio)
  })

  it.each([...levels, noLevel, running])('P-07: text on $fill is legible, fresh and aged', ({ fill, ink }) => {
    expect(contrastRatio(fill, ink)).toBeGreaterThanOrEqual(4.5)
    expect(contrastRatio(desaturate(fill), ink)).toBeGreaterThanOrEqual(4.5)
  })

  it('P-07: the badge stands out from a white and a black page', () => {
    expect(contrastRatio(badgeBrand.fill, badgeBrand.ink)).toBeGreaterThanOrEqual(4.5)
    for (const page of ['#FFFFFF', '#000000']) expect(contrastRatio(badgeBrand.outline, page)).toBeGreaterThanOrEqual(3)
  })
})

describe.each(themes)('%s theme', (theme) => {
  const { page, card, ink, muted, focus, frame } = surfaces[theme]

  it.each(shownStatuses)('P-07: %s is legible as text and icon on page and card', (status: ShownStatus) => {
    for (const surface of [page, card])
      expect(contrastRatio(statusColours[theme][status], surface)).toBeGreaterThanOrEqual(4.5)
  })

  it('P-07: ink and muted text are legible on every surface, and focus is visible', () => {
    for (const surface of [page, card, frame]) {
      expect(contrastRatio(ink, surface)).toBeGreaterThanOrEqual(4.5)
      expect(contrastRatio(muted, surface)).toBeGreaterThanOrEqual(4.5)
    }
    for (const surface of [page, card]) expect(contrastRatio(focus, surface)).toBeGreaterThanOrEqual(3)
  })
})
