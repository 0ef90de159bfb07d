import { describe, expect, it } from 'vitest'
import { Scene, sceneStart } from '../testing/index.js'

const exit = { code: null, signal: 'SIGKILL', at: sceneStart }

function killed(scene = new Scene()): Scene {
  scene.pass(60)
  return scene.see('runner', { running: false, exit }).see('process', { alive: false }).see('registry', { own: null })
}

describe('a loop that ended', () => {
  it('is restarted and resumes its conversation', () => {
    const scene = killed()
    const restart = scene.passUntil('restart', 60)
    expect(restart).toMatchObject({ loop: 'builder', conversation: 'resume', counter: 'crash' })
    expect(scene.loop().state).toBe('RESTARTING')
    expect(scene.loop().evidence[0]?.says).toContain('SIGKILL')
  })

  it('W-10: is not taken for dead while its process cannot be looked at and its runner left no report', () => {
    const scene = killed()
    scene.see('runner', { exit: null }).blind('process')
    expect(scene.pass(1800).filter(({ kind }) => kind === 'restart')).toEqual([])
    expect(scene.loop().state).toBe('UNKNOWN')
    expect(scene.state.alerts).toContain('unknown:builder')
    scene.see('process', { alive: false })
    expect(scene.passUntil('restart', 60)).toBeDefined()
  })
})
