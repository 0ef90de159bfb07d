import { describe, expect, it } from 'vitest'
import { beginRound, lookAt } from '../decide/begin-round.js'
import { findRestartBars } from '../decide/restart-bars.js'
import { Scene } from '../testing/index.js'
import { findBars } from './find-bars.js'

function kill(scene: Scene, loop = 'builder'): Scene {
  scene.see('runner', { running: false, exit: { code: null, signal: 'SIGKILL', at: scene.now.wall } }, loop)
  return scene.see('process', { alive: false, state: null }, loop).see('registry', { own: null }, loop)
}

const two = { builder: 'builder', adversary: 'adversary' }
const begin = (): Scene => {
  const scene = new Scene({ loops: two })
  scene.pass(30)
  return scene
}

/** Until the gate has nothing against it but what the scene has broken. */
const delay = 120

describe('what forbids a restart is told as the gate decides it', () => {
  it.each<[string, (scene: Scene) => unknown]>([
    ['git is at work', (scene) => kill(scene).see('process', { gitAtWork: true }).pass(delay)],
    ['its processes cannot be seen', (scene) => kill(scene).blind('process').pass(delay)],
    ['nobody can tell who else', (scene) => kill(scene).blind('registry').pass(delay)],
    [
      'the host cannot be seen',
      (scene) =>
        kill(scene)
          .blind('host')
          .pass(delay + 1800),
    ],
    ['the disk is full', (scene) => kill(scene).seeAll('host', { freeBytes: 1 }).pass(delay)],
    ['too many restarts', (scene) => kill(scene).pass(1200)],
    ['of grace left', (scene) => sleep(kill(scene)).pass(60)],
    ['another loop was just started', (scene) => kill(kill(scene), 'adversary').pass(45)],
    ['the account is at its limit', (scene) => limit(kill(scene)).pass(delay)],
    ['the work is said to be done', (scene) => kill(done(scene)).pass(delay)],
  ])('%s', (because, arrange) => {
    const scene = begin()
    arrange(scene)
    const waiting = Object.values(scene.state.loops).filter(({ next }) => next?.what.includes('restart'))
    expect(waiting.length).toBeGreaterThan(0)
    for (const loop of waiting) {
      const context = { state: scene.state, rules: scene.rules, now: scene.now }
      const bars = findBars(loop, context)
      const options = { watchOrchestrator: true }
      const round = beginRound(scene.state, scene.now, { rules: scene.rules, options })
      const [first] = findRestartBars(round, lookAt(round, loop))

      expect(loop.next?.what).toBe(first?.next.what)
      expect(bars.map((bar) => bar.because)).toContain(first?.because)
      expect(bars.map((bar) => bar.because)).toContainEqual(expect.stringContaining(because))
    }
  })

  it('and nothing of it stands in the tick in which the gate opens', () => {
    const scene = begin()
    let bars: readonly unknown[] = ['none was seen']
    kill(scene)
    scene.onTick = (actions) => {
      const restarts = actions.some(({ kind }) => kind === 'restart')
      if (!restarts) return
      const loop = { ...scene.loop(), pending: null }
      const memory = { ...scene.state.memory, setOffAt: null }
      bars = findBars(loop, { state: { ...scene.state, memory }, rules: scene.rules, now: scene.now })
    }
    expect(scene.passUntil('restart', 300)).toBeDefined()
    expect(bars).toEqual([])
  })
})

function sleep(scene: Scene): Scene {
  scene.now = { wall: scene.now.wall + 900, mono: scene.now.mono + 900 }
  return scene
}

function limit(scene: Scene): Scene {
  const { wall } = scene.now
  const found = { kind: 'five_hour', until: wall + 7200, armed: false, at: wall }
  return scene.see('transcript', { limit: { ...found, uuid: 'limit-1' } }, 'adversary')
}

function done(scene: Scene): Scene {
  scene.seeAll('completion', { done: true }).pass(15)
  return scene
}
