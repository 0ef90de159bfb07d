import { describe, expect, it } from 'vitest'
import { Scene } from '../testing/index.js'

function teardowns(scene: Scene) {
  return scene.actions.filter(({ kind }) => kind === 'teardown')
}

function pair(): Scene {
  const scene = new Scene({ loops: { builder: 'builder', adversary: 'adversary' } })
  scene.pass(30)
  return scene.seeAll('completion', { done: true, commit: 'commit-9' })
}

describe('work that is done', () => {
  it('is torn down once, when two readings ten minutes apart say so, and nothing is said or started meanwhile', () => {
    const scene = pair()
    expect(scene.pass(590).filter(({ kind }) => kind !== 'alert')).toEqual([])
    expect(scene.state.done).toMatchObject({ phase: 'seen', commit: 'commit-9' })
    scene.pass(60)
    expect(teardowns(scene)).toMatchObject([{ commit: 'commit-9' }])
    scene.pass(3600)
    expect(teardowns(scene)).toHaveLength(1)
    expect(scene.loop().state).toBe('TORN_DOWN')
    expect(scene.state.alerts).toEqual(['done'])
  })

  it.each<[string, (scene: Scene) => Scene]>([
    ['a later reading takes it back', (scene) => scene.seeAll('completion', { done: false })],
    ['the repository cannot be read', (scene) => scene.blind('completion')],
    ['history was rewritten between the readings', (scene) => scene.seeAll('completion', { descends: false })],
    ['W-14: background tasks run', (scene) => scene.see('hooks', { backgroundTasks: 1 }, 'adversary')],
    [
      'a loop is busy',
      (scene) => scene.see('registry', { own: { status: 'busy', waitingFor: null, since: scene.now.wall } }),
    ],
    ['a loop cannot be judged', (scene) => scene.blind('registry').blind('process')],
    ['another watchdog has the lock', (scene) => scene.seeAll('host', { leader: false })],
  ])('is not torn down while %s', (_why, change) => {
    const scene = pair()
    scene.pass(300)
    change(scene).pass(1800)
    expect(teardowns(scene)).toEqual([])
  })

  it('is torn down again when a crash broke the teardown off, and is not told to be over before', () => {
    const scene = pair()
    scene.answer = ({ kind }) => (kind === 'teardown' ? 'unknown' : 'done')
    scene.pass(660)
    expect(teardowns(scene).length).toBeGreaterThan(0)
    expect(scene.state.alerts).not.toContain('done')
    const before = teardowns(scene).length
    scene.answer = () => 'done'
    scene.pass(600)
    expect(teardowns(scene)).toHaveLength(before + 1)
    expect(scene.state.alerts).toContain('done')
  })

  it('is told when it cannot be torn down for more than an hour', () => {
    const scene = pair()
    scene.pass(30)
    scene.see('hooks', { backgroundTasks: 1 }).pass(3600)
    expect(scene.state.alerts).not.toContain('done-late')
    scene.pass(900)
    expect(scene.state.alerts).toContain('done-late')
  })

  it('does not become done or undone while the repository cannot be read, and an hour of that is told', () => {
    const scene = pair().blind('completion')
    scene.pass(3000)
    expect(scene.state.done.phase).toBe('open')
    expect(scene.state.alerts).not.toContain('completion')
    scene.pass(900)
    expect(scene.state.alerts).toContain('completion')
  })
})
