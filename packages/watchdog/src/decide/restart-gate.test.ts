import { describe, expect, it } from 'vitest'
import { Scene, sceneStart } from '../testing/index.js'

function dead(scene = new Scene(), loop?: string): Scene {
  scene.see('runner', { running: false, exit: { code: 1, signal: null, at: sceneStart } }, loop)
  return scene.see('process', { alive: false }, loop).see('registry', { own: null }, loop)
}

function restarts(scene: Scene) {
  return scene.actions.filter((action) => action.kind === 'restart')
}

describe('the restart gate', () => {
  it('W-65, W-66: opens its circuit after five restarts in 30 min, pages once, and tries once an hour later', () => {
    const scene = dead()
    scene.pass(600)
    expect(scene.loop()).toMatchObject({ state: 'CIRCUIT_OPEN', circuit: { state: 'open' } })
    expect(restarts(scene)).toHaveLength(5)
    expect(scene.state.alerts).toContain('circuit:builder')
    scene.pass(3000)
    expect(restarts(scene)).toHaveLength(5)
    scene.pass(900)
    expect(restarts(scene)).toHaveLength(6)
    expect((scene.loop().circuit.until ?? 0) - scene.now.wall).toBeGreaterThan(6000)
    expect(scene.actions.filter((each) => each.kind === 'alert' && each.key === 'circuit:builder')).toHaveLength(1)
  })

  it.each(['refused', 'failed', 'unknown'] as const)('counts restarts that ended as %s', (outcome) => {
    const scene = dead()
    scene.answer = () => outcome
    scene.pass(700)
    expect(restarts(scene)).toHaveLength(5)
    expect(scene.loop().state).toBe('CIRCUIT_OPEN')
  })

  it('closes the circuit when a turn succeeds after the attempt, and not because the agent is up', () => {
    const scene = dead()
    do scene.passUntil('restart', 7200)
    while (scene.loop().circuit.state !== 'half-open')
    scene.see('runner', { running: true, runId: 'run-9', exit: null }).see('process', { alive: true })
    scene.see('registry', { own: { status: 'busy', waitingFor: null, since: scene.now.wall } }).pass(60)
    expect(scene.loop().circuit.state).toBe('half-open')
    scene.see('transcript', { succeededAt: scene.now.wall }).pass(15)
    expect(scene.loop().circuit).toEqual({ state: 'closed', until: null, nextSeconds: 3600 })
  })

  it('waits longer after each restart that did not help, by the same amounts every time', () => {
    const times = () => {
      const scene = dead()
      scene.pass(3600)
      return restarts(scene).map(({ at }) => at.wall)
    }
    const [first = 0, ...others] = times()
    expect(times()).toEqual([first, ...others])
    expect(first - sceneStart).toBeLessThanOrEqual(30 + 15)
    expect(others.length).toBeGreaterThan(1)
  })

  it('W-65: starts all loops one after the other, and no more than eight in 30 min', () => {
    const names = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`loop-${index}`, 'builder']))
    const scene = new Scene({ loops: names })
    for (const name of Object.keys(names)) dead(scene, name)
    scene.pass(1750)
    const at = restarts(scene).map((action) => action.at.wall)
    expect(at).toHaveLength(8)
    expect(Math.min(...at.slice(1).map((time, index) => time - (at[index] ?? 0)))).toBeGreaterThanOrEqual(60)
  })

  it('restarts nothing while the work is said to be done', () => {
    const scene = new Scene().seeAll('completion', { done: true })
    scene.pass(15)
    dead(scene).pass(500)
    expect(restarts(scene)).toEqual([])
    scene.seeAll('completion', { done: false })
    expect(scene.passUntil('restart', 60)).toBeDefined()
  })

  it('restarts nothing while the disk is full, and says that the loop is down', () => {
    const scene = new Scene().seeAll('host', { freeBytes: 2 ** 20 })
    dead(scene).pass(1200)
    expect(restarts(scene)).toEqual([])
    expect(scene.state.alerts).toContain('still-down:builder')
  })

  it('W-83: restarts nothing while git is at work in its clone', () => {
    const scene = dead().see('process', { alive: false, gitAtWork: true })
    scene.pass(900)
    expect(restarts(scene)).toEqual([])
    scene.see('process', { gitAtWork: false })
    expect(scene.passUntil('restart', 60)).toBeDefined()
  })

  it('W-34: restarts nothing while nobody can tell who else has the conversation', () => {
    const scene = dead().blind('registry')
    scene.pass(900)
    expect(restarts(scene)).toEqual([])
    scene.see('registry', { own: null })
    expect(scene.passUntil('restart', 60)).toBeDefined()
  })

  it('restarts nothing while the host cannot be seen, and tells that', () => {
    const scene = new Scene().blind('host')
    dead(scene).pass(900)
    expect(restarts(scene)).toEqual([])
    expect(scene.state.alerts).toContain('host')
  })

  it('does nothing else while a restart has no result, and looks anew after it', () => {
    const scene = dead()
    scene.answer = () => null
    const restart = scene.passUntil('restart', 60)
    scene.pass(800)
    expect(restarts(scene)).toHaveLength(1)
    expect(scene.loop().state).toBe('RESTARTING')
    const result = { actionId: restart?.id ?? '', loop: 'builder', outcome: 'unknown' as const, detail: 'a crash' }
    scene.observe({ source: 'result', result })
    expect(scene.tick()).toEqual([])
    scene
      .see('runner', { running: true, exit: null })
      .see('process', { alive: true })
      .see('registry', { own: { status: 'busy', waitingFor: null, since: scene.now.wall } })
    scene.pass(600)
    expect(restarts(scene)).toHaveLength(1)
  })

  it('W-70, W-78: a program that was replaced on the disk is told and no reason to restart', () => {
    const scene = new Scene().see('process', { executableDeleted: true })
    scene.pass(600)
    expect(restarts(scene)).toEqual([])
    expect(scene.state.alerts).toContain('replaced:builder')
  })

  it('W-75: much memory is told and no reason to restart by itself', () => {
    const scene = new Scene().see('process', { residentBytes: 20 * 2 ** 30 })
    scene.pass(600)
    expect(restarts(scene)).toEqual([])
    expect(scene.state.alerts).toContain('memory:builder')
  })
})

describe('an agent that starts', () => {
  const starting = () => {
    const scene = new Scene()
    scene.see('runner', { prompted: false, startedAt: sceneStart }).see('registry', { own: null })
    return scene.see('hooks', { last: null }).see('transcript', { records: 0 })
  }

  it('W-06: is not dead before it is up', () => {
    const scene = starting()
    scene.pass(110)
    expect(restarts(scene)).toEqual([])
    expect(scene.loop().state).toBe('STARTING')
    expect(scene.loop().next?.what).toContain('start')
  })

  it('W-20: is ended and started again when it says nothing for too long', () => {
    const scene = starting()
    expect(scene.passUntil('restart', 180)).toMatchObject({ counter: 'crash' })
    expect(scene.now.wall - sceneStart).toBeGreaterThanOrEqual(120)
  })

  it('is up when it rests in a conversation that it resumed', () => {
    const scene = starting().see('registry', { own: { status: 'idle', waitingFor: null, since: sceneStart } })
    scene.see('transcript', { records: 40 }).pass(10)
    expect(scene.loop().state).toBe('IDLE')
  })

  it('W-22: is not started afresh while nobody can read whether its conversation is empty', () => {
    const scene = starting().see('registry', { own: { status: 'idle', waitingFor: null, since: sceneStart } })
    scene.blind('transcript').pass(400)
    expect(restarts(scene)).toEqual([])
  })

  it('W-22: that is idle without its first prompt is no healthy one', () => {
    const scene = starting().see('registry', { own: { status: 'idle', waitingFor: null, since: sceneStart } })
    expect(scene.passUntil('restart', 240)).toMatchObject({ conversation: 'fresh' })
    expect(scene.state.alerts).toContain('unprompted:builder')
  })
})
