import { describe, expect, it } from 'vitest'
import type { LoopFacts } from '../decide/observation.js'
import { Scene, sceneStart } from '../testing/index.js'

type Limit = LoopFacts['transcript']['limit'] & object

const until = sceneStart + 3600

function limited(scene: Scene, change: Partial<Limit> = {}, loop = 'builder'): Scene {
  const limit = { kind: 'five_hour', until, armed: true, uuid: `limit-${loop}`, at: scene.now.wall, ...change }
  const last = { uuid: limit.uuid, at: limit.at, kind: 'error' as const }
  const error = { class: 'limit' as const, streak: 1, uuid: limit.uuid, at: limit.at }
  scene.see('registry', { own: { status: 'idle', waitingFor: null, since: limit.at } }, loop)
  return scene.see('transcript', { limit, last, error, succeededAt: sceneStart - 60 }, loop)
}

function nudges(scene: Scene) {
  return scene.actions.filter((action) => action.kind === 'nudge')
}

describe('a loop at its limit', () => {
  it('W-63: is left alone to its end and the grace of it, then gets one message', () => {
    const scene = limited(new Scene())
    scene.pass(3600 + 270)
    expect(scene.loop().state).toBe('LIMITED')
    expect(nudges(scene)).toEqual([])
    expect(scene.loop().next).toMatchObject({ at: until + 300 })
    scene.pass(900)
    expect(nudges(scene)).toHaveLength(1)
    expect(nudges(scene)[0]).toMatchObject({ cause: 'limit' })
  })

  it('gets no message when the client goes on by itself', () => {
    const scene = limited(new Scene())
    scene.pass(3600)
    scene.see('transcript', { continuedAt: scene.now.wall + 60 }).pass(120)
    scene.see('registry', { own: { status: 'busy', waitingFor: null, since: scene.now.wall } }).pass(900)
    expect(nudges(scene)).toEqual([])
    expect(scene.loop().state).toBe('BUSY')
  })

  it('W-77: that slept through the end of its limit gets its one message after the grace', () => {
    const scene = limited(new Scene())
    scene.pass(600)
    scene.now = { wall: scene.now.wall + 3 * 3600, mono: scene.now.mono }
    scene.pass(110)
    expect(nudges(scene)).toEqual([])
    scene.pass(60)
    expect(nudges(scene)).toHaveLength(1)
  })

  it('W-02: is no more when a success came after it', () => {
    const scene = limited(new Scene())
    scene.see('transcript', { succeededAt: sceneStart + 5, error: null }).pass(30)
    expect(scene.loop().state).toBe('IDLE')
  })

  it('W-60: without a time is tried at 30, 60 and 60 minutes', () => {
    const scene = limited(new Scene(), { until: null })
    const at: number[] = []
    for (let probe = 1; probe <= 3; probe += 1) {
      const from = scene.now.wall
      expect(scene.passUntil('nudge', 3700)).toBeDefined()
      at.push(Math.round((scene.now.wall - from) / 60))
      limited(scene, { until: null, uuid: `limit-${probe}` })
    }
    expect(at).toEqual([30, 60, 60])
  })

  it('W-62: whose end is past and that is still limited is tried more rarely, and told after an hour', () => {
    const scene = limited(new Scene())
    expect(scene.passUntil('nudge', 4200)).toBeDefined()
    limited(scene, { uuid: 'again', until })
    scene.pass(1500)
    expect(nudges(scene)).toHaveLength(1)
    scene.pass(2700)
    expect(nudges(scene)).toHaveLength(2)
    expect(scene.state.alerts).toContain('limit-late:builder')
  })

  it('W-61: is believed for eight days at most', () => {
    const scene = limited(new Scene(), { until: sceneStart + 400 * 86_400, armed: false })
    scene.pass(15)
    expect(scene.loop().next?.at).toBe(sceneStart + 8 * 86_400 + 60)
  })

  it('W-59: that wrapped up because a limit is near rests until the window ends', () => {
    const scene = new Scene().see('transcript', { nearLimit: true })
    scene.see('statusline', { limits: [{ window: 'five_hour', usedPercent: 96, resetsAt: until }] })
    scene.pass(3600)
    expect(scene.loop().state).toBe('LIMITED')
    expect(nudges(scene)).toEqual([])
    scene.pass(120)
    expect(nudges(scene)).toHaveLength(1)
  })

  it('pauses all loops of the account, which go on a minute apart', () => {
    const scene = new Scene({ loops: { builder: 'builder', adversary: 'adversary' } })
    limited(limited(scene), {}, 'adversary')
    scene.pass(3600)
    expect(nudges(scene)).toEqual([])
    scene.pass(900)
    const [first, second] = nudges(scene).map(({ at }) => at.wall)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(60)
  })

  it('is no limit of the account when another loop succeeds meanwhile', () => {
    const scene = new Scene({ loops: { builder: 'builder', adversary: 'adversary' } })
    limited(scene).see('transcript', { succeededAt: sceneStart + 60 }, 'adversary')
    scene.see('work', { handOver: { id: 'n', says: 'review(phase-1): passed' } }, 'adversary')
    expect(scene.passUntil('nudge', 60)).toMatchObject({ loop: 'adversary' })
    const paused = limited(new Scene({ loops: { builder: 'builder', adversary: 'adversary' } }))
    paused.see('work', { handOver: { id: 'n', says: 'review(phase-1): passed' } }, 'adversary')
    expect(paused.passUntil('nudge', 60)).toBeUndefined()
  })

  it('holds restarts back to its end', () => {
    const scene = limited(new Scene())
    scene.pass(30)
    scene.see('runner', { running: false, exit: { code: 1, signal: null, at: scene.now.wall } })
    scene.see('process', { alive: false }).see('registry', { own: null })
    expect(scene.pass(3500).filter(({ kind }) => kind === 'restart')).toEqual([])
    expect(scene.passUntil('restart', 300)).toBeDefined()
  })
})

describe('dialogs', () => {
  const menu = { kind: 'limit-weekly', cursor: '1. Stop and wait for limit to reset' }
  const open = (scene: Scene, dialog = menu) => scene.see('pane', { turn: 'dialog', composer: 'none', dialog })

  it('the menu of a weekly limit is answered after two looks, and only with the label that waits', () => {
    const scene = open(new Scene())
    expect(scene.passUntil('choose', 60)).toMatchObject({ label: 'Stop and wait for limit to reset' })
    expect(scene.pass(600).filter(({ kind }) => kind === 'choose')).toHaveLength(1)
    expect(scene.state.alerts).toContain('dialog:builder')
  })

  it('the menu of a weekly limit is left to people when the settings say so', () => {
    const scene = open(new Scene({ rules: (rules) => ({ ...rules, weeklyMenu: 'alert' }) }))
    expect(scene.pass(600).filter(({ kind }) => kind === 'choose')).toEqual([])
    expect(scene.state.alerts).toContain('dialog:builder')
  })

  it('W-45: the summary of a resumed session is answered', () => {
    const scene = open(new Scene(), { kind: 'resume', cursor: '1. Resume from summary' })
    expect(scene.passUntil('choose', 60)).toBeDefined()
  })

  it.each(['trust', 'bypass', 'api-key', 'permission', 'unknown'])(
    'W-56: %s is never answered; people are called',
    (kind) => {
      const scene = open(new Scene(), { kind, cursor: 'No, exit' })
      const actions = scene.pass(3600)
      expect(actions.filter((action) => action.kind !== 'alert')).toEqual([])
      expect(scene.state.alerts).toContain('dialog:builder')
    },
  )

  it('W-55: a client that waits for something is not typed to', () => {
    const scene = new Scene()
    scene.see('registry', { own: { status: 'waiting', waitingFor: 'permission prompt', since: sceneStart } })
    expect(scene.pass(3600).filter((action) => action.kind !== 'alert')).toEqual([])
    expect(scene.loop().state).toBe('WAITING_PERMISSION')
    expect(scene.state.alerts).toContain('dialog:builder')
  })
})
