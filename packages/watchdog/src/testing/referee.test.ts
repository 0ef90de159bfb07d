import { describe, expect, it } from 'vitest'
import type { Action } from '../decide/action.js'
import { createReducer, type Reduce } from '../decide/reduce.js'
import { Referee } from './referee.js'
import { Scene } from './scene.js'
import { simulate } from './simulate.js'

type Restart = Action & { kind: 'restart' }

/** A restart of a dead loop, as the reducer decides it. */
function lawful(): { scene: Scene; restart: Restart } {
  const scene = new Scene()
  scene.see('runner', { running: false, exit: { code: 1, signal: null, at: scene.now.wall } })
  scene.see('process', { alive: false }).see('registry', { own: null })
  return { scene, restart: scene.passUntil('restart', 60) as Restart }
}

function breaches(change: (restart: Restart, scene: Scene) => readonly Action[], times = 1): string {
  const { scene, restart } = lawful()
  const actions = change(restart, scene)
  const referee = new Referee(scene.rules)
  for (let time = 0; time < times; time += 1) {
    referee.watch({ actions, state: scene.state, now: restart.at, awake: time })
  }
  return referee.breaches.join('; ')
}

describe('the referee', () => {
  it('has nothing against a lawful restart', () => {
    expect(breaches((restart) => [restart])).toBe('')
  })

  it.each<[string, string, (restart: Restart, scene: Scene) => readonly Action[]]>([
    ['two at once', 'two destructive', (restart) => [restart, restart]],
    ['no evidence', 'without evidence', (restart) => [{ ...restart, evidence: [] }]],
    [
      'old evidence',
      'old evidence',
      (restart) => [{ ...restart, evidence: [{ source: 'runner', says: '', at: { wall: 0, mono: 0 } }] }],
    ],
    [
      'a second owner',
      'a second owner',
      (restart, scene) => {
        const others = [{ pid: 1, start: '1', how: 'registry' as const, startedAt: null }]
        scene.see('registry', { others }).pass(5)
        return [restart]
      },
    ],
    [
      'a held loop',
      'in HELD',
      (restart, scene) => {
        scene.see('runner', { running: true, held: 'x' }).pass(5)
        return [restart]
      },
    ],
    [
      'no lock',
      'without the lock',
      (restart, scene) => {
        scene.seeAll('host', { leader: false }).look()
        return [restart]
      },
    ],
  ])('sees %s', (_what, words, change) => {
    expect(breaches(change)).toContain(words)
  })

  it('sees too many restarts', () => {
    expect(breaches((restart) => [restart], 6)).toContain('more than 5 restarts')
  })

  it('sees messages that are too many, too close, or said twice', () => {
    const scene = new Scene().see('work', { handOver: { id: 'n', says: 'claim(a): b' } })
    const nudge = scene.passUntil('nudge', 60) as Action & { kind: 'nudge' }
    const referee = new Referee(scene.rules)
    for (let time = 0; time < 7; time += 1) {
      const actions = [{ ...nudge, cause: 'idle' }]
      referee.watch({ actions, state: scene.state, now: nudge.at, awake: time })
    }
    expect(referee.breaches.join('; ')).toMatch(/twice.*too close.*too many/)
  })
})

describe('the simulated days', () => {
  it('show a judgement that sleeps: loops are in trouble and nobody notices', () => {
    const asleep: Reduce = (state) => ({ state, actions: [] })
    const { breaches: found } = simulate({ seed: 1, days: 1, tick: 120, judge: () => asleep })
    expect(found.join('; ')).toContain('nobody notices')
  })

  it('show a judgement that ends what is healthy', () => {
    const eager = (rules: Scene['rules']): Reduce => {
      const reduce = createReducer(rules)
      return (state, observation, now) => {
        const decision = reduce(state, observation, now)
        if (observation.source !== 'tick' || Math.round(now.mono) % 7200 > 119) return decision
        const restart = { kind: 'restart', loop: 'builder', conversation: 'resume', counter: 'crash' } as const
        const extra: Action = { ...restart, id: `x${now.mono}`, at: now, why: '', evidence: [] }
        return { ...decision, actions: [...decision.actions, extra] }
      }
    }
    const { breaches: found } = simulate({ seed: 1, days: 0.5, tick: 120, judge: eager })
    expect(found.join('; ')).toContain('was healthy and is restarted')
  })
})
