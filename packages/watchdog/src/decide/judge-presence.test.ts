import { describe, expect, it } from 'vitest'
import { Scene, sceneStart } from '../testing/index.js'

const stranger = { pid: 7, start: '1', how: 'registry' as const, startedAt: sceneStart - 7200 }

function kinds(actions: readonly { readonly kind: string }[]): readonly string[] {
  return actions.map(({ kind }) => kind).filter((kind) => kind !== 'alert' && kind !== 'clear')
}

describe('who may touch a loop', () => {
  it('does nothing while two of its main sensors fail, and says so after five minutes', () => {
    const scene = new Scene().blind('registry').blind('transcript')
    scene.pass(240)
    expect(scene.loop().state).toBe('UNKNOWN')
    expect(scene.state.alerts).toEqual([])
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.state.alerts).toContain('unknown:builder')
    scene.see('registry', {}).see('transcript', {})
    scene.pass(120)
    expect(scene.loop().state).toBe('IDLE')
    expect(scene.state.alerts).not.toContain('unknown:builder')
  })

  it('W-08: takes a status word that nobody knows for unknown', () => {
    const scene = new Scene().see('registry', { own: { status: 'dreaming', waitingFor: null, since: sceneStart } })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.loop().state).toBe('UNKNOWN')
    expect(scene.loop().evidence[0]?.says).toContain('dreaming')
    expect(scene.state.alerts).toContain('unknown:builder')
  })

  it('W-16: tells a sensor that cannot work once, not at each of its looks', () => {
    const scene = new Scene().blind('work')
    const alerts = scene.pass(3600).filter(({ kind }) => kind === 'alert')
    expect(alerts.filter((each) => 'key' in each && each.key === 'blind-work:builder')).toHaveLength(1)
  })

  it('leaves a held loop alone, and one that a person types in', () => {
    const scene = new Scene().see('runner', { held: 'we look at it' })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.loop().state).toBe('HELD')
    scene.see('runner', { held: null }).see('pane', { viewers: 1, typedAt: scene.now.wall })
    expect(kinds(scene.pass(110))).toEqual([])
    expect(scene.loop().state).toBe('HELD')
    expect(scene.passUntil('nudge', 60)).toBeDefined()
  })

  it('takes a stopped process for held, never for hung', () => {
    const scene = new Scene().see('process', { state: 'T' })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.loop().state).toBe('HELD')
    expect(scene.state.alerts).toContain('stopped:builder')
  })

  it('W-34: ends our own agent when it is the younger of two owners', () => {
    const scene = new Scene().see('registry', { others: [stranger] })
    expect(scene.passUntil('yield', 10)).toMatchObject({ loop: 'builder' })
    expect(scene.state.alerts).toContain('foreign:builder')
  })

  it.each([
    ['older', sceneStart - 60],
    ['of unknown age', null],
  ])('W-35: freezes and calls people when the other owner may be younger (ours is %s)', (_word, startedAt) => {
    const scene = new Scene().see('registry', { others: [{ ...stranger, startedAt }] })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.loop().state).toBe('FOREIGN')
    expect(scene.actions).toContainEqual(expect.objectContaining({ kind: 'alert', severity: 'page' }))
  })

  it('W-36: sees a second client by the transcript that grows while our own agent is idle', () => {
    const scene = new Scene()
    const write = (uuid: string) =>
      scene.see('transcript', { last: { uuid, at: scene.now.wall, kind: 'answer' }, grewAt: scene.now.wall })
    scene.pass(30)
    write('x-1')
    scene.pass(15)
    expect(scene.loop().state).toBe('IDLE')
    write('x-2')
    scene.pass(15)
    expect(scene.loop().state).toBe('FOREIGN')
    expect(scene.state.alerts).toContain('foreign:builder')
    scene.see('registry', { own: { status: 'busy', waitingFor: null, since: scene.now.wall } })
    scene.pass(15)
    expect(scene.loop().state).toBe('BUSY')
  })

  it('W-36: does not take the echo of its own message for a second client', () => {
    const scene = new Scene().see('work', { handOver: { id: 'n', says: 'claim(a): b' } })
    expect(scene.passUntil('nudge', 30)).toBeDefined()
    for (const uuid of ['x-1', 'x-2', 'x-3']) {
      scene.see('transcript', { last: { uuid, at: scene.now.wall, kind: 'prompt' } }).pass(15)
    }
    expect(scene.loop().state).toBe('IDLE')
  })

  it('W-42: observes a session that a person started, and takes over five minutes after its end', () => {
    const scene = new Scene({ loops: { orchestrator: 'orchestrator' } })
    scene.see('runner', { running: false, exit: { code: 0, signal: null, at: sceneStart } })
    scene.see('process', { alive: false }).see('registry', { own: null, others: [stranger] })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.loop().state).toBe('FOREIGN')
    scene.see('registry', { others: [] })
    expect(kinds(scene.pass(290))).toEqual([])
    expect(scene.loop().next?.what).toBe('take over')
    expect(scene.passUntil('restart', 60)).toBeDefined()
  })

  it('W-85: starts nothing beside an agent of ours that outlived its runner', () => {
    const scene = new Scene()
    scene.see('runner', { running: false, exit: { code: null, signal: 'SIGKILL', at: sceneStart } })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.loop().state).toBe('FOREIGN')
    expect(scene.state.alerts).toContain('foreign:builder')
  })

  it('does nothing at all without the lock, and acts with it', () => {
    const scene = new Scene().seeAll('host', { leader: false })
    scene
      .see('runner', { running: false, exit: { code: 1, signal: null, at: sceneStart } })
      .see('process', { alive: false })
    expect(scene.pass(3600)).toEqual([])
    scene.seeAll('host', { leader: true })
    expect(scene.passUntil('restart', 60)).toBeDefined()
  })

  it('leaves orchestrators alone when they are not to be watched', () => {
    const dead = (watchOrchestrator: boolean) => {
      const scene = new Scene({ loops: { orchestrator: 'orchestrator' }, watchOrchestrator })
      scene
        .see('runner', { running: false, exit: { code: 1, signal: null, at: sceneStart } })
        .see('process', { alive: false })
      return scene.pass(300)
    }
    expect(dead(false)).toEqual([])
    expect(kinds(dead(true))).toContain('restart')
  })
})
