import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Scene } from '../testing/index.js'
import { Referee } from '../testing/referee.js'
import { simulate } from '../testing/simulate.js'
import { isDestructive } from './action.js'
import type { LoopSource } from './observation.js'

type Step = (scene: Scene) => unknown

const sources: readonly LoopSource[] = ['runner', 'process', 'registry', 'transcript', 'hooks', 'pane', 'work']
const stranger = { pid: 7, start: '1', how: 'arguments' as const, startedAt: null }

/** What may befall one loop between two ticks. */
const steps = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map(
    (ticks): Step =>
      (scene) =>
        scene.pass(ticks * 15),
  ),
  fc.constantFrom(...sources).map(
    (source): Step =>
      (scene) =>
        scene.blind(source),
  ),
  fc.constantFrom(...sources).map(
    (source): Step =>
      (scene) =>
        scene.see(source, {}),
  ),
  fc.constantFrom('idle', 'busy', 'shell', 'waiting', 'dreaming').map(
    (status): Step =>
      (scene) =>
        scene.see('registry', { own: { status, waitingFor: null, since: scene.now.wall }, others: [] }),
  ),
  fc
    .constantFrom<'thinking' | 'limit' | 'overloaded' | 'authentication' | 'too-long'>(
      'thinking',
      'limit',
      'overloaded',
      'authentication',
      'too-long',
    )
    .map(
      (kind): Step =>
        (scene) => {
          const uuid = `e-${scene.now.mono}`
          scene.see('transcript', {
            error: { class: kind, streak: 3, uuid, at: scene.now.wall },
            last: { uuid, at: scene.now.wall, kind: 'error' },
          })
        },
    ),
  fc.constantFrom<Step>(
    (scene) =>
      scene
        .see('runner', { running: false, exit: { code: 1, signal: null, at: scene.now.wall } })
        .see('process', { alive: false }),
    (scene) => scene.see('runner', { running: true, exit: null }).see('process', { alive: true, state: 'S' }),
    (scene) => scene.see('registry', { others: [stranger] }),
    (scene) => scene.see('runner', { held: 'by a person' }),
    (scene) => scene.see('runner', { held: null }),
    (scene) => scene.see('process', { state: 'T' }),
    (scene) => scene.see('pane', { turn: 'busy', hash: `h-${scene.now.mono}` }),
    (scene) => scene.see('pane', { turn: 'idle', composer: 'empty', dialog: null }),
    (scene) => scene.seeAll('completion', { done: true }),
    (scene) => scene.seeAll('completion', { done: false }),
    (scene) => scene.seeAll('host', { leader: false }),
    (scene) => scene.seeAll('host', { leader: true }),
    (scene) => (scene.now = { ...scene.now, wall: scene.now.wall + 7200 }),
    (scene) => (scene.state = JSON.parse(JSON.stringify(scene.state)) as Scene['state']),
    (scene) => (scene.answer = () => null),
    (scene) => (scene.answer = () => 'failed'),
    (scene) => (scene.answer = () => 'unknown'),
    (scene) => (scene.answer = () => 'done'),
  ),
)

/** Plays the steps with a referee at each tick. */
function breachesOf(course: readonly Step[]): readonly string[] {
  const scene = new Scene({
    rules: (rules) => ({ ...rules, tick: 15, idle: { builder: 60, adversary: 60, other: 60 } }),
  })
  const referee = new Referee(scene.rules)
  scene.onTick = (actions) => referee.watch({ actions, state: scene.state, now: scene.now, awake: scene.now.mono })
  for (const step of course) step(scene)
  return referee.breaches
}

describe('whatever happens', () => {
  it('never are there two owners, acts without the lock or in unknown, held or foreign states, old evidence, or more than the gate and the budget allow', () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 5, maxLength: 25 }), (course) => {
        expect(breachesOf(course)).toEqual([])
      }),
      { numRuns: 60, seed: 6 },
    )
  })

  it('every state that a crash may leave is safe: without a new look nothing is destroyed', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 15 }), fc.integer({ min: 11, max: 100_000 }), (course, later) => {
        const scene = new Scene({ rules: (rules) => ({ ...rules, tick: 15 }) })
        for (const step of course) step(scene)
        scene.state = JSON.parse(JSON.stringify(scene.state)) as Scene['state']
        scene.now = { wall: scene.now.wall + later, mono: scene.now.mono + later }
        for (let tick = 0; tick < 20; tick += 1) {
          scene.now = { wall: scene.now.wall + 15, mono: scene.now.mono + 15 }
          expect(scene.tick().filter(isDestructive)).toEqual([])
        }
      }),
      { numRuns: 60, seed: 6 },
    )
  })

  it('W-24: days of agents, hosts, clocks and sensors that fail break no rule, leave no loop unnoticed and end nothing healthy', () => {
    for (const seed of [1, 2, 3]) {
      const report = simulate({ seed, days: 1, tick: 120 })
      expect(report.breaches).toEqual([])
      expect(report.actions.restart).toBeGreaterThan(0)
      expect(report.actions.nudge).toBeGreaterThan(0)
    }
  }, 60_000)
})
