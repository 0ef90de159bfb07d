import type { ErrorClass } from '@cc-ci/contracts/agent-client'
import { describe, expect, it } from 'vitest'
import { Scene } from '../testing/index.js'

function kinds(actions: readonly { readonly kind: string }[]): readonly string[] {
  return actions.map(({ kind }) => kind).filter((kind) => kind !== 'alert' && kind !== 'clear')
}

/** The last turn fails; the agent rests. */
function fail(scene: Scene, kind: ErrorClass, streak: number): Scene {
  const { wall } = scene.now
  const uuid = `error-${streak}`
  scene.see('registry', { own: { status: 'idle', waitingFor: null, since: wall } })
  return scene.see('transcript', {
    error: { class: kind, streak, uuid, at: wall },
    last: { uuid, at: wall, kind: 'error' },
    succeededAt: wall - 3600,
  })
}

/** Each message of ours ends in the same failure, `turns` times in all. */
function failOn(scene: Scene, kind: ErrorClass, turns: number): void {
  fail(scene, kind, 1)
  for (let streak = 2; streak <= turns; streak += 1) {
    expect(scene.passUntil('nudge', 900)).toBeDefined()
    scene.pass(20)
    fail(scene, kind, streak)
  }
}

describe('turns that fail', () => {
  it.each<[string, ErrorClass]>([
    ['W-25, W-27', 'thinking'],
    ['W-28', 'tool-history'],
    ['W-32', 'invalid-request'],
  ])('%s: three in a row of one fingerprint lead to a fresh session (%s)', (_id, kind) => {
    const scene = new Scene()
    failOn(scene, kind, 3)
    expect(scene.passUntil('restart', 60)).toMatchObject({ conversation: 'fresh', counter: 'poisoned' })
    expect(scene.state.alerts).toContain('poisoned:builder')
    expect(scene.actions).toContainEqual(
      expect.objectContaining({ kind: 'alert', severity: 'page', key: 'poisoned:builder' }),
    )
  })

  it('W-25: two and then a success lead to nothing', () => {
    const scene = new Scene()
    failOn(scene, 'thinking', 2)
    scene.see('transcript', { error: null, succeededAt: scene.now.wall })
    expect(kinds(scene.pass(300))).toEqual([])
    expect(scene.loop().state).toBe('IDLE')
  })

  it('W-25: three without a message of ours between them are no proof yet', () => {
    const scene = fail(new Scene(), 'thinking', 3)
    scene.pass(10)
    expect(scene.loop().state).toBe('API_TROUBLE')
    expect(scene.passUntil('nudge', 60)).toBeDefined()
    scene.pass(20)
    fail(scene, 'thinking', 4)
    expect(scene.passUntil('restart', 60)).toMatchObject({ counter: 'poisoned' })
  })

  it('W-73: a conversation of the first two minutes is not given up', () => {
    const scene = new Scene()
    failOn(scene, 'thinking', 3)
    const startedAt = scene.now.wall - 10
    scene.see('runner', { startedAt })
    const restart = scene.passUntil('restart', 300)
    expect(restart?.at.wall).toBeGreaterThanOrEqual(startedAt + 120)
  })

  it.each<ErrorClass>(['overloaded', 'server', 'connection', 'throttled', 'unknown'])(
    'W-64: trouble of the server (%s) is waited out, never restarted, and told after half an hour',
    (kind) => {
      const scene = new Scene()
      failOn(scene, kind, 4)
      expect(scene.pass(900).filter((action) => action.kind === 'restart')).toEqual([])
      expect(scene.loop().state).toBe('API_TROUBLE')
      expect(scene.state.alerts).toContain('trouble:builder')
    },
  )

  it.each<[ErrorClass, string]>([
    ['authentication', 'AUTH_BLOCKED'],
    ['billing', 'BILLING_BLOCKED'],
  ])('W-79: %s is a matter for people: no message, no restart', (kind, state) => {
    const scene = fail(new Scene({ loops: { builder: 'builder', adversary: 'adversary' } }), kind, 1)
    expect(kinds(scene.pass(3600)).filter((each) => each === 'restart')).toEqual([])
    expect(scene.loop().state).toBe(state)
    expect(scene.loop().nudges).toEqual([])
    expect(scene.state.alerts).toContain(`${kind}:builder`)
    scene.see('transcript', { succeededAt: scene.now.wall }, 'adversary')
    expect(scene.passUntil('nudge', 60)).toMatchObject({ loop: 'builder', cause: 'mended' })
  })

  it('W-79: a login that is written anew lets a blocked loop try again, once for each failure', () => {
    const scene = fail(new Scene(), 'authentication', 1)
    scene.see('credentials', { writtenAt: scene.now.wall - 5 }).pass(1800)
    expect(scene.loop()).toMatchObject({ state: 'AUTH_BLOCKED', nudges: [] })
    scene.see('credentials', { writtenAt: scene.now.wall })
    expect(scene.passUntil('nudge', 60)).toMatchObject({ cause: 'mended' })
    expect(kinds(scene.pass(1800))).toEqual([])
    fail(scene, 'authentication', 2)
    expect(kinds(scene.pass(1800))).toEqual([])
  })

  it('W-79: credentials that cannot be seen, are not there, or were written in the future mend nothing', () => {
    const scene = fail(new Scene(), 'authentication', 1)
    scene.blind('credentials').pass(600)
    scene.see('credentials', { writtenAt: null }).pass(600)
    scene.see('credentials', { writtenAt: scene.now.wall + 7200 }).pass(600)
    expect(scene.loop()).toMatchObject({ state: 'AUTH_BLOCKED', nudges: [] })
  })

  it('W-30: a conversation that is too long gets one /compact, and is given up when two more turns are too long', () => {
    const scene = new Scene()
    failOn(scene, 'too-long', 3)
    const texts = scene.actions.flatMap((action) => (action.kind === 'nudge' ? [action.text] : []))
    expect(texts.filter((text) => text.startsWith('/compact '))).toHaveLength(1)
    expect(scene.passUntil('restart', 60)).toMatchObject({ conversation: 'fresh', counter: 'context' })
  })

  it('W-30: compacts once before it is full, and hands over when that did not help', () => {
    const scene = new Scene().see('statusline', { contextPercent: 92 })
    expect(scene.passUntil('nudge', 60)).toMatchObject({ cause: 'compact' })
    scene.see('statusline', { contextPercent: 98, at: scene.now.wall + 70 })
    expect(scene.passUntil('restart', 120)).toMatchObject({ conversation: 'fresh', counter: 'context' })
    const empty = new Scene().see('statusline', { contextPercent: 80 })
    expect(kinds(empty.pass(120))).toEqual([])
  })

  it('W-31: compactions again and again without a commit hold the loop and call people; a commit ends that', () => {
    const scene = new Scene()
    scene.pass(30)
    scene.see('transcript', { compactions: 4 })
    expect(kinds(scene.pass(1800))).toEqual([])
    expect(scene.loop().state).toBe('HELD')
    expect(scene.state.alerts).toContain('burning:builder')
    scene.see('work', { commit: 'commit-2' }).pass(15)
    expect(scene.loop().state).toBe('IDLE')
  })

  it('W-31: an output that no single thread can write is told', () => {
    const scene = new Scene()
    scene.pass(30)
    scene.see('transcript', { outputTokens: 2_000_000 }).pass(15)
    expect(scene.state.alerts).toContain('tokens:builder')
  })

  it('W-26, W-33: a transcript that shrank or changed its model is told', () => {
    const scene = new Scene()
    scene.pass(15)
    expect(scene.state.alerts).toEqual([])
    scene.see('transcript', { records: 3, model: 'model-b' }).pass(15)
    expect(scene.state.alerts).toEqual(expect.arrayContaining(['shrunk:builder', 'model-changed:builder']))
  })
})
