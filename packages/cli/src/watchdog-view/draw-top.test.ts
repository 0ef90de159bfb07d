import { watchdogSettingsSchema } from '@cc-ci/contracts/watchdog-settings'
import { summariseWatch } from '@cc-ci/watchdog'
import { Scene } from '@cc-ci/watchdog/testing'
import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { drawTop } from './draw-top.js'
import { columnsOf, fitText, padText, plainText } from './fit-text.js'
import { saySeconds } from './say-seconds.js'
import type { TopView } from './view-top.js'

const paint = pc.createColors(false)
const rules = watchdogSettingsSchema.parse({})

function view(more: Partial<TopView> = {}): TopView {
  const scene = new Scene({ loops: { builder: 'builder', adversary: 'adversary', orchestrator: 'orchestrator' } })
  scene.pass(30)
  const limit = { kind: 'five_hour', until: scene.now.wall + 3900, armed: true, uuid: 'u', at: scene.now.wall }
  scene.see('transcript', { limit, error: { class: 'limit', streak: 1, uuid: 'u', at: scene.now.wall } }, 'adversary')
  scene.blind('registry', 'orchestrator').blind('process', 'orchestrator')
  scene.see('pane', { composer: 'draft' })
  scene.pass(120)
  const items = [
    { id: 'D1', claimed: true, verdict: 'PASS' as const },
    { id: 'D2', claimed: true, verdict: null },
    { id: 'D3', claimed: false, verdict: null },
  ]
  return {
    ...{ schemaVersion: 1, at: scene.now.wall, workspace: '/srv/work', damage: [] },
    watchdog: { state: 'alive', epoch: 3, heartbeatAge: 2 },
    phase: { id: '1', title: 'The server', items },
    ...summariseWatch(scene.state, { rules, now: scene.now.wall }),
    ...more,
  }
}

const draw = (columns: number, rows = Number.POSITIVE_INFINITY, more: Partial<TopView> = {}) =>
  drawTop(view(more), { columns, rows, paint })

describe('the screen of loop top', () => {
  it('says of each loop its state, the grounds, the limit with its countdown, what comes next and what forbids it', () => {
    const text = draw(200).join('\n')
    expect(text).toMatch(/^watchdog alive, heartbeat 2 s ago, epoch 3$/m)
    expect(text).toMatch(/^phase 1, The server: 1 of 3 passed: ✓D1 ○D2 ·D3$/m)
    expect(text).toMatch(/^builder +IDLE .* 30 % +20 k +5\/12 +6\/30$/m)
    expect(text).toMatch(/^adversary +LIMITED /m)
    expect(text).toMatch(/^ {2}limit five_hour: ends in 1 h 3 min \(\d\d:\d\d:\d\dZ\)$/m)
    expect(text).toMatch(/^ {2}not {3}no nudge: somebody’s draft stands in its composer$/m)
    expect(text).toMatch(/^ {2}blind registry: registry cannot be read$/m)
  })

  it.each([40, 80, 200])('of %d columns has no wider line', (columns) => {
    expect(Math.max(...draw(columns).map(columnsOf))).toBeLessThanOrEqual(columns)
  })

  it.each([24, 16, 12])('of %d rows keeps its last row free, and each loop before its details', (rows) => {
    const lines = draw(80, rows)
    expect(lines.length).toBeLessThan(rows)
    expect(lines.filter((line) => /^(builder|adversary|orchestrator) /.test(line))).toHaveLength(3)
  })

  it('that is too small for all loops says how many lines are missing', () => {
    expect(draw(80, 10).join('\n')).toMatch(/… \d more; they need a taller terminal/)
  })

  it('says in words what it paints, and that a watchdog is stale or was never there', () => {
    const colourful = drawTop(view(), { columns: 80, rows: 40, paint: pc.createColors(true) }).join('\n')
    expect(colourful).toContain('\u001b[')
    expect(colourful).toContain('LIMITED')
    const stale = { state: 'stale', epoch: 3, heartbeatAge: 300 } as const
    expect(draw(80, 40, { watchdog: stale }).join('\n')).toContain('WATCHDOG STALE: no heartbeat for 5 min')
    const never = { state: 'never', epoch: null, heartbeatAge: null } as const
    expect(draw(80, 40, { watchdog: never }).join('\n')).toContain('NO WATCHDOG')
  })

  it('lets nothing that an agent printed move the cursor', () => {
    const damage = [{ file: 'a\u001b[2J\nb', what: 'is\tbad' }]
    expect(draw(80, 40, { damage }).join('\n')).toContain('damaged: a [2J b is bad')
  })
})

describe('text of many scripts', () => {
  it.each([
    ['日本語', 6],
    ['e\u0301', 1],
    ['🚀!', 3],
    ['plain', 5],
  ])('%s has %d columns', (text, columns) => {
    expect(columnsOf(text)).toBe(columns)
    expect(columnsOf(padText(text, 10))).toBe(10)
    for (let width = 0; width <= columns; width += 1) expect(columnsOf(fitText(text, width))).toBeLessThanOrEqual(width)
  })

  it('keeps what fits, and shows that something is missing', () => {
    expect([fitText('abcdef', 6), fitText('abcdef', 5), plainText(' a\n\tb ')]).toEqual(['abcdef', 'abcd…', 'a b'])
  })
})

it.each([
  [-3, '0 s'],
  [99, '99 s'],
  [100, '2 min'],
  [3600, '1 h'],
  [3900, '1 h 5 min'],
  [200_000, '2 d'],
])('%d seconds are said as %s', (seconds, said) => {
  expect(saySeconds(seconds)).toBe(said)
})
