import { exampleRunResult, notJudgedResult, redRestoreResult, skippedRungResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { type FontName, measureText } from '../design/measure-text.js'
import { levels } from '../design/tokens.js'
import { renderCardSvg } from './card.js'

interface Drawn {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly y: number
}

/** Every text of a card with the room it takes, by the same metrics the rasteriser's fonts have. */
function drawnTexts(svg: string): Drawn[] {
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)</g)].map(([, attributes = '', escaped = '']) => {
    const value = (name: string): string => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
    const text = escaped.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    const font = `${value('font-family')} ${value('font-weight')}` as FontName
    const letterSpacing = Number(value('letter-spacing') || 0)
    const width = measureText(text, { font, size: Number(value('font-size')), letterSpacing })
    const shift = { end: width, middle: width / 2 }[value('text-anchor')] ?? 0
    const left = Number(value('x')) - shift
    return { text, left, right: left + width, y: Number(value('y')) }
  })
}

const endless = 'endless '.repeat(40)
const longest = exampleRunResult({
  recipe: 'a-recipe-whose-name-goes-on-and-on-🎉',
  domain: `${'x'.repeat(120)}.ci.test`,
  version: '123.45.678+a-very-long-upstream-version-2026.11.23-fpm-alpine',
  runId: 'run-'.repeat(60),
  rungs: {
    install: { status: 'fail', seconds: 1, fact: endless },
    upgrade: { status: 'unverified', seconds: 1, fact: endless },
    backup_restore: { status: 'skip', seconds: 1, fact: endless },
    functional: { status: 'pass', seconds: 1, fact: endless },
    lint: { status: 'pass', seconds: 1, fact: '' },
  },
  level: 0,
  verdict: 'red',
  next: { toLevel: 1, text: endless, place: null },
  artefacts: { ...exampleRunResult().artefacts, screenshotReason: endless },
})

/** The room a text may take: the left column, the right one, or the footer's whole width. */
function roomOf({ left, y }: Drawn): readonly [number, number] {
  if (y > 590) return [48, 1154]
  return left < 580 ? [48, 550] : [588, 1154]
}

describe('the card', () => {
  it.each([
    ['the longest texts', longest],
    ['a red restore', redRestoreResult()],
    ['a skipped rung', skippedRungResult()],
    ['nothing judged', notJudgedResult()],
  ])('P-02: no text of %s leaves its column or meets another', (_, result) => {
    const texts = drawnTexts(renderCardSvg(result, { theme: 'light' }))
    for (const drawn of texts) {
      const [from, to] = roomOf(drawn)
      expect(drawn.left, drawn.text).toBeGreaterThanOrEqual(from)
      expect(drawn.right, drawn.text).toBeLessThanOrEqual(to)
    }
    for (const one of texts)
      for (const other of texts.filter((each) => each !== one && Math.abs(each.y - one.y) < 14))
        expect(one.right <= other.left || other.right <= one.left, `${one.text} | ${other.text}`).toBe(true)
  })

  it('P-02: says with an ellipsis that a text was cut, and draws no emoji', () => {
    const texts = drawnTexts(renderCardSvg(longest, { theme: 'light' })).map(({ text }) => text)
    expect(texts[0]).toMatch(/^a-recipe-whose-name-goes.*…$/)
    expect(texts.join(' ')).not.toMatch(/\p{Extended_Pictographic}/u)
  })

  it('shows the designed texts of a red run', () => {
    const texts = drawnTexts(renderCardSvg(redRestoreResult(), { theme: 'light' })).map(({ text }) => text)
    expect(texts).toEqual([
      'nextcloud',
      '9.0.5+31.0.2-fpm → 9.1.0+32.0.1-fpm',
      'L2',
      'Upgrades',
      ...['Install', '94 s', 'Upgrade', '61 s · data kept', 'Backup + restore', '0 of 3 rows back'],
      ...['App works', '6 of 6 · not counted', 'Lint', 'clean · not counted'],
      ...['nextcloud-pr42.ci.test', 'No screenshot', 'no browser on this host'],
      ...['TO REACH L5, FIX ONE THING', 'put volume "db" into the backup: its 3 rows were lost', '(compose.yml:48)'],
      ...['PR #42 · 3f9c1e2 · 5 m 12 s · run 1873', 'cc-ci'],
    ])
  })

  it.each(levels)('P-06: of level $level carries its paint and as many filled pips', ({ level, fill, ink }) => {
    const svg = renderCardSvg(exampleRunResult({ level }), { theme: 'dark' })
    expect(svg).toContain(`<rect width="1200" height="10" fill="${fill}"/>`)
    expect(svg.match(new RegExp(`width="46" height="18" rx="9" fill="${ink}"`, 'g')) ?? []).toHaveLength(level)
  })

  it('never colours a run that judged nothing like a level', () => {
    const svg = renderCardSvg(notJudgedResult(), { theme: 'light' })
    for (const { fill } of levels) expect(svg).not.toContain(fill)
    expect(drawnTexts(svg).map(({ text }) => text)).toEqual(expect.arrayContaining(['L?', 'Infra error']))
  })

  it('embeds a PNG, and says so when it was handed something else', () => {
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])
    expect(renderCardSvg(exampleRunResult(), { theme: 'light', screenshot: png })).toContain(
      'href="data:image/png;base64,iVBORw0KGgoB"',
    )
    const text = new TextEncoder().encode('<svg onload="x"/>')
    const svg = renderCardSvg(exampleRunResult(), { theme: 'light', screenshot: text })
    expect(svg).toContain('the picture is not a PNG')
    expect(svg).not.toContain('<image')
  })
})
