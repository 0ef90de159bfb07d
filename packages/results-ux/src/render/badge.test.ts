import {
  exampleRunResult,
  levelFiveResult,
  notJudgedResult,
  redRestoreResult,
  skippedRungResult,
} from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { measureText } from '../design/measure-text.js'
import { levels, noLevel, running } from '../design/tokens.js'
import { renderBadge, renderStateBadge } from './badge.js'

const day = 86_400
const at = (days: number, result = exampleRunResult()) => ({ now: result.finished + days * day })
const flaky = exampleRunResult({
  level: 4,
  stages: exampleRunResult().stages.map((stage) => ({
    ...stage,
    tests: stage.tests.map((test) => ({ ...test, flaky: true })),
  })),
})

const textOf = (svg: string): string => [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text).join(' | ')
const titleOf = (svg: string): string => /<title>(.*)<\/title>/.exec(svg)?.[1] ?? ''

describe('the badge', () => {
  it.each(levels)(
    'P-06: of level $level says $word in its own colour, with as many pips filled',
    ({ level, word, fill, ink }) => {
      const svg = renderBadge(exampleRunResult({ level }), at(0))
      expect(textOf(svg)).toBe(`cc-ci | L${level} · ${word}`)
      expect(svg).toContain(`fill="${fill}"/>`)
      expect(svg.match(new RegExp(`width="6" height="8" rx="1.5" fill="${ink}"`, 'g')) ?? []).toHaveLength(level)
      expect(svg.match(/width="5" height="7"/g) ?? []).toHaveLength(5 - level)
    },
  )

  it('P-07: draws a declared skip dashed, so that level 5 never claims a restore that did not run', () => {
    const svg = renderBadge(skippedRungResult(), at(0))
    expect(textOf(svg)).toContain('L5 · Polished')
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1)
    expect(svg.match(/width="6" height="8"/g)).toHaveLength(4)
    expect(renderBadge(exampleRunResult(), at(0))).not.toContain('stroke-dasharray')
  })

  it.each([
    [0, 'L5 · Polished', 'cc-ci level 5 of 5, polished, tested just now'],
    [3, 'L5 · Polished', 'cc-ci level 5 of 5, polished, tested 3 days ago'],
    [30, 'L5 · Polished', 'cc-ci level 5 of 5, polished, tested 30 days ago'],
    [47, 'L5 · 47 d', 'cc-ci level 5 of 5, polished, tested 47 days ago'],
    [-1, 'L5 · Polished', 'cc-ci level 5 of 5, polished, tested just now'],
  ])('after %i days says "%s"', (days, text, title) => {
    const svg = renderBadge(exampleRunResult(), at(days))
    expect(textOf(svg)).toBe(`cc-ci | ${text}`)
    expect(titleOf(svg)).toBe(title)
    expect(svg.includes(levels[5]?.fill ?? '')).toBe(days <= 30)
  })

  it('marks a pass that needed a retry', () => {
    expect(textOf(renderBadge(flaky, at(0)))).toBe('cc-ci | L4~ · Works')
  })

  it.each([
    [notJudgedResult(), 'infra error'],
    [{ ...notJudgedResult(), stopped: 'deadline' as const }, 'stopped: deadline'],
    [{ ...notJudgedResult(), stopped: 'cancelled' as const }, 'cancelled'],
    [{ ...notJudgedResult(), fault: null }, 'not judged'],
  ])('shows no level and no pip for a run that judged nothing (%#)', (result, text) => {
    const svg = renderBadge(result, at(0))
    expect(textOf(svg)).toBe(`cc-ci | ${text}`)
    expect(svg).toContain(`fill="${noLevel.fill}"`)
    expect(svg).not.toMatch(/height="[78]"/)
  })

  it.each([
    ['running', running.fill],
    ['not tested', noLevel.fill],
  ] as const)('has the state %s', (state, fill) => {
    const svg = renderStateBadge(state)
    expect(titleOf(svg)).toBe(`cc-ci ${state}`)
    expect(svg).toContain(fill)
  })

  it('P-07: has a role, a title, measured text, and asks no other host for anything', () => {
    const svg = renderBadge(exampleRunResult(), at(0))
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="22" [^>]*role="img">/)
    const width = measureText('L5 · Polished', { font: 'Inter 700', size: 11.5 })
    expect(svg).toContain(`textLength="${width.toFixed(1)}"`)
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|url\(/)
  })
})

describe('the variants of a badge', () => {
  it('is 22 pixels high with a left part of 52, or as high and as square as those of Shields, without pips', () => {
    const own = renderBadge(levelFiveResult(), { now: 0 })
    expect(own).toMatch(/height="22".*M52 0h/s)
    const shields = renderBadge(levelFiveResult(), { now: 0, style: 'shields' })
    expect(shields).toMatch(/height="20"/)
    expect(shields.match(/<rect/g)).toHaveLength(1)
    expect(renderStateBadge('not tested', 'shields')).toMatch(/height="20"/)
  })

  it.each([
    ['install', 'passed'],
    ['backup_restore', 'FAILED'],
    ['functional', 'passed, not counted'],
  ] as const)('of the rung %s says that it %s', (rung, word) => {
    const badge = renderBadge(redRestoreResult(), { now: 0, rung })
    expect(badge).toContain(`>${word.toLowerCase()}</text>`)
    expect(badge).not.toContain('>L2')
  })

  it('of a rung of a run that judged nothing says why', () => {
    expect(renderBadge(notJudgedResult(), { now: 0, rung: 'lint' })).toContain('>infra error</text>')
  })
})
