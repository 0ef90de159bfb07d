import { describe, expect, it } from 'vitest'
import { Scene } from '../testing/index.js'

function dead(scene: Scene): Scene {
  scene.see('runner', { running: false, exit: { code: 1, signal: null, at: scene.now.wall } })
  return scene.see('process', { alive: false }).see('registry', { own: null })
}

function restarts(scene: Scene) {
  return scene.actions.filter(({ kind }) => kind === 'restart')
}

describe('clocks and hosts', () => {
  it.each([
    ['the watchdog stood still', 600, 600],
    ['the host slept', 8 * 3600, 0],
    ['the clock was set forward', 3600, 0],
    ['the clock was set back', -3600, 0],
  ])('W-77: nothing is restarted for two minutes after %s', (_what, wall, mono) => {
    const scene = dead(new Scene())
    scene.pass(5)
    scene.now = { wall: scene.now.wall + wall, mono: scene.now.mono + mono }
    scene.pass(115)
    expect(restarts(scene)).toEqual([])
    expect(scene.passUntil('restart', 120)).toBeDefined()
  })

  it('keeps restarts within their window when the clock is set forward', () => {
    const scene = dead(new Scene())
    while (restarts(scene).length < 5) scene.pass(5)
    scene.now = { ...scene.now, wall: scene.now.wall + 7200 }
    scene.pass(600)
    expect(restarts(scene)).toHaveLength(5)
  })

  it('gives back no message and no restart earlier when the clock gains a minute, which is no jump yet', () => {
    const scene = new Scene()
    const say = (id: string) => {
      scene.see('work', { handOver: { id, says: 'claim(a): b' } })
      return scene.passUntil('nudge', 7200)?.at.mono ?? 0
    }
    const first = say('news-1')
    for (let sent = 2; sent <= scene.rules.nudges.perHour; sent += 1) say(`news-${sent}`)
    scene.now = { ...scene.now, wall: scene.now.wall + 65 }
    expect(say('one more') - first).toBeGreaterThanOrEqual(3600)

    const restart = dead(scene).passUntil('restart', 600)
    scene.now = { ...scene.now, wall: scene.now.wall + 65 }
    scene.pass(5)
    expect(scene.now.wall - (scene.loop().restarts[0]?.at ?? 0)).toBe(scene.now.mono - (restart?.at.mono ?? 0))
  })

  it('does not block restarts for the hours by which the clock was set back', () => {
    const scene = dead(new Scene())
    while (restarts(scene).length < 2) scene.pass(5)
    scene.now = { ...scene.now, wall: scene.now.wall - 6 * 3600 }
    expect(scene.passUntil('restart', 600)).toBeDefined()
  })

  it('a new boot voids every process and every monotonic second, and resumes once', () => {
    const scene = new Scene()
    scene.pass(3000)
    scene.now = { wall: scene.now.wall + 60, mono: 20 }
    dead(scene).seeAll('host', { bootId: 'boot-2' })
    scene.answer = ({ kind }) => {
      if (kind !== 'restart') return 'done'
      scene.see('runner', { running: true, runId: 'run-2', exit: null, startedAt: scene.now.wall })
      scene.see('process', { alive: true })
      scene.see('registry', { own: { status: 'idle', waitingFor: null, since: scene.now.wall } })
      return 'done'
    }
    scene.pass(300)
    scene.pass(600)
    expect(restarts(scene)).toHaveLength(1)
  })

  it('an unknown boot id is no new boot', () => {
    const scene = new Scene()
    scene.pass(30)
    scene.blind('host').pass(15)
    expect(scene.state.memory.bootId).toBe('boot-1')
    expect(scene.loop().facts.runner).toBeDefined()
  })

  it('W-74: says when disks get full, and pages when nothing is started any more', () => {
    const scene = new Scene().seeAll('host', { freeBytes: 4 * 2 ** 30, taskOutputBytes: 300 * 2 ** 30 })
    scene.pass(15)
    expect(scene.state.alerts).toEqual(expect.arrayContaining(['disk', 'task-outputs']))
    scene.seeAll('host', { freeBytes: 2 ** 20 }).pass(15)
    expect(scene.actions).toContainEqual(expect.objectContaining({ key: 'disk-brake', severity: 'page' }))
    scene.seeAll('host', { freeBytes: 50 * 2 ** 30, taskOutputBytes: null }).pass(90)
    expect(scene.state.alerts).toEqual([])
  })

  it('rebuilds a terminal server that is gone below living agents once, and pages when that did not help', () => {
    const scene = new Scene({ loops: { builder: 'builder', adversary: 'adversary' } })
    scene.see('pane', { server: 'no-server' }).see('pane', { server: 'no-server' }, 'adversary')
    scene.pass(900)
    expect(scene.actions.filter(({ kind }) => kind === 'rebuild-terminals')).toHaveLength(1)
    expect(scene.state.alerts).toContain('terminals')
    const gone = new Scene().see('pane', { server: 'gone' })
    gone.pass(300)
    expect(gone.actions.filter(({ kind }) => kind === 'rebuild-terminals')).toEqual([])
  })

  it('tells an alert of one cause once, and again only after it was over', () => {
    const scene = new Scene()
    const told = () => scene.actions.filter((action) => action.kind === 'alert' && action.key === 'disk').length
    const full = { freeBytes: 4 * 2 ** 30 }
    const free = { freeBytes: 50 * 2 ** 30 }
    scene.seeAll('host', full).pass(300)
    for (let flap = 0; flap < 5; flap += 1) {
      scene.seeAll('host', free).pass(20)
      scene.seeAll('host', full).pass(20)
    }
    expect(told()).toBe(1)
    scene.seeAll('host', free).pass(90)
    scene.seeAll('host', full).pass(15)
    expect(told()).toBe(2)
  })
})
