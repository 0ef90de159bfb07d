import { describe, expect, it } from 'vitest'
import { createReducer } from '../decide/reduce.js'
import { journalOf, Scene } from '../testing/index.js'
import { chooseStart } from './choose-start.js'
import { compareDecisions } from './compare-decisions.js'
import { foldLines } from './fold-lines.js'

/** A builder that somebody kills, and that the watchdog starts again. */
function healed(): Scene {
  const scene = new Scene()
  scene.pass(30)
  scene.see('runner', { running: false, agent: null, exit: { code: null, signal: 'SIGKILL', at: scene.now.wall } })
  scene.see('process', { alive: false, state: null })
  scene.passUntil('restart', 300)
  return scene
}

describe('a replay', () => {
  const scene = healed()
  const lines = journalOf(scene)

  it('under the same rules decides the same, and ends in the same state', () => {
    const { decisions, counts, ticks, resultsLeftOut, final } = compareDecisions({ lines }, createReducer(scene.rules))

    expect(decisions.map(({ what }) => what)).toContainEqual(expect.stringMatching(/^restart builder/))
    expect(counts).toEqual({ same: scene.actions.length, 'only-then': 0, 'only-now': 0 })
    expect({ ticks: ticks > 5, resultsLeftOut }).toEqual({ ticks: true, resultsLeftOut: 0 })
    expect(final).toEqual(scene.state)
    expect(foldLines(chooseStart(lines).state, lines, createReducer(scene.rules))).toEqual(scene.state)
  })

  it('under other rules shows what would have been done at another time, and leaves out how that ended', () => {
    const rules = { ...scene.rules, restarts: { ...scene.rules.restarts, firstDelay: 3000, longestDelay: 3000 } }
    const { decisions, resultsLeftOut } = compareDecisions({ lines }, createReducer(rules))

    expect(decisions).toContainEqual(
      expect.objectContaining({ verdict: 'only-then', loop: 'builder', what: expect.stringMatching(/^restart/) }),
    )
    expect(resultsLeftOut).toBeGreaterThan(0)
  })

  it('of a journal in which an action was added shows that nobody decides it', () => {
    const nudge = { kind: 'interrupt', loop: 'builder', id: 'x', at: scene.now, why: '', evidence: [] } as const
    const last = lines.at(-1)?.seq ?? 0
    const added = [...lines, { kind: 'intended', action: nudge, seq: last + 1, epoch: 1, at: scene.now } as const]

    expect(compareDecisions({ lines: added }, createReducer(scene.rules)).counts).toMatchObject({ 'only-then': 1 })
  })

  it('of a journal in which an action is missing shows that it is decided', () => {
    const without = lines.filter((line) => line.kind !== 'intended' || line.action.kind !== 'restart')

    expect(compareDecisions({ lines: without }, createReducer(scene.rules)).counts).toMatchObject({ 'only-now': 1 })
  })
})

describe('where a replay begins', () => {
  const at = { wall: 1, mono: 1 }
  const line = (seq: number, kind: 'began' | 'ended') =>
    ({
      seq,
      epoch: 1,
      at,
      ...(kind === 'began' ? { kind, version: '1', bootId: 'b' } : { kind, reason: 'r' }),
    }) as const

  it('is the first line, if nothing is gone', () => {
    expect(chooseStart([line(1, 'began'), line(2, 'ended')])).toMatchObject({ whole: true, skipped: 0, gaps: [] })
  })

  it('is else the first start, and what is missing is named', () => {
    const kept = [line(7, 'ended'), line(8, 'began'), line(11, 'ended')]
    expect(chooseStart(kept)).toMatchObject({ whole: false, skipped: 1, gaps: [8], lines: [{ seq: 8 }, { seq: 11 }] })
  })
})
