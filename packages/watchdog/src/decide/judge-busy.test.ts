import { describe, expect, it } from 'vitest'
import { Scene, sceneStart } from '../testing/index.js'

function kinds(actions: readonly { readonly kind: string }[]): readonly string[] {
  return actions.map(({ kind }) => kind).filter((kind) => kind !== 'alert' && kind !== 'clear')
}

/** A turn that began long ago, with a spinner that moves at each look. */
function busy(scene = new Scene()): Scene {
  scene.see('registry', { own: { status: 'busy', waitingFor: null, since: sceneStart } })
  return scene.see('pane', { turn: 'busy' })
}

function spin(scene: Scene, seconds: number): readonly string[] {
  const done: string[] = []
  for (let passed = 0; passed < seconds; passed += 30) {
    scene.see('pane', { hash: `screen-${scene.now.wall}`, drawnAt: scene.now.wall })
    done.push(...kinds(scene.pass(30)))
  }
  return done
}

describe('a busy agent', () => {
  it('W-19: whose screen moved and then froze is looked at closely, and ended once', () => {
    const scene = busy()
    spin(scene, 120)
    const actions = scene.pass(560)
    expect(scene.loop().state).toBe('SUSPECT_HUNG')
    expect(kinds(actions)).toEqual(['diagnose'])
    expect(scene.passUntil('restart', 120)).toMatchObject({ counter: 'hung', conversation: 'resume' })
    expect(scene.loop().evidence.map(({ source }) => source)).toEqual(['registry', 'pane', 'process'])
  })

  it('W-19: that spins at full load behind a frozen screen is ended after three minutes of it', () => {
    const scene = busy()
    spin(scene, 120)
    let cpuSeconds = 10
    for (let passed = 0; passed < 300; passed += 5) {
      cpuSeconds += 5
      scene.see('process', { cpuSeconds }).pass(5)
    }
    expect(kinds(scene.actions)).toContain('restart')
  })

  it('W-03: an idle agent is never taken for hung, however still its screen stands', () => {
    const scene = busy()
    spin(scene, 120)
    scene.see('registry', { own: { status: 'idle', waitingFor: null, since: scene.now.wall } })
    scene.see('pane', { turn: 'idle' })
    expect(kinds(scene.pass(4 * 3600))).not.toContain('restart')
    expect(scene.loop().state).toBe('IDLE')
  })

  it('W-17: is not hung while its screen was never seen to move; but its long turn is told', () => {
    const scene = busy()
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.loop().state).toBe('BUSY')
    expect(scene.state.alerts).toContain('long-turn:builder')
  })

  it('W-07, W-12: with a long tool is left alone for hours, and told', () => {
    const scene = busy().see('process', { children: 2 })
    expect(spin(scene, 3 * 3600)).toEqual([])
    expect(scene.loop().state).toBe('BUSY')
    expect(scene.state.alerts).toEqual(expect.arrayContaining(['long-turn-late:builder']))
  })

  it('gets one Escape at twice the limit of a turn with nothing alive below it; people are called when that fails', () => {
    const scene = busy()
    expect(spin(scene, 5300)).toEqual([])
    expect(spin(scene, 7200)).toEqual(['interrupt'])
    expect(scene.state.alerts).toContain('uninterrupted:builder')
  })

  it('W-07: is as long as before when the watchdog alone stood still, and counts anew when the host slept', () => {
    const scene = busy()
    scene.pass(1800)
    scene.now = { wall: scene.now.wall + 1800, mono: scene.now.mono + 1800 }
    expect(kinds(scene.pass(300))).toEqual([])
    expect(scene.state.alerts).toContain('long-turn:builder')

    scene.now = { wall: scene.now.wall + 7200, mono: scene.now.mono + 1 }
    scene.pass(300)
    expect(scene.state.alerts).not.toContain('long-turn:builder')
  })

  it('W-77: that one Escape did not end stays told when the watchdog or its host slept', () => {
    const scene = busy()
    while (!kinds(scene.actions).includes('interrupt')) scene.pass(60)
    scene.pass(120)
    for (let gap = 0; gap < 3; gap += 1) {
      scene.now = { wall: scene.now.wall + 1800, mono: scene.now.mono + 1800 }
      scene.pass(300)
      expect(scene.state.alerts).toContain('uninterrupted:builder')
    }
    scene.see('transcript', { grewAt: scene.now.wall }).pass(120)
    expect(scene.state.alerts).not.toContain('uninterrupted:builder')
  })

  it('W-12: with records that still come is not hung behind a frozen screen', () => {
    const scene = busy()
    spin(scene, 120)
    for (let passed = 0; passed < 1800; passed += 30) {
      scene.see('transcript', { grewAt: scene.now.wall }).pass(30)
    }
    expect(kinds(scene.actions)).toEqual([])
    expect(scene.loop().state).toBe('BUSY')
  })

  it('W-77: is not judged hung after the watchdog or its host slept', () => {
    const scene = busy()
    spin(scene, 120)
    scene.pass(300)
    scene.now = { wall: scene.now.wall + 3600, mono: scene.now.mono + 3600 }
    expect(kinds(scene.pass(560)).filter((kind) => kind === 'restart')).toEqual([])
    expect(scene.loop().state).not.toBe('HUNG')
  })

  it('W-04, W-49: gets no message while its registry says busy, whatever its screen shows', () => {
    const scene = busy().see('pane', { turn: 'idle', composer: 'empty' })
    scene.see('work', { handOver: { id: 'n', says: 'claim(phase-1): done' } })
    expect(kinds(scene.pass(600))).toEqual([])
    scene.see('registry', { own: { status: 'idle', waitingFor: null, since: scene.now.wall } })
    expect(scene.passUntil('nudge', 30)).toMatchObject({ cause: 'hand-over' })
  })
})
