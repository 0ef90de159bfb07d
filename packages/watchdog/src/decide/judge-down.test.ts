import { describe, expect, it } from 'vitest'
import { Scene, sceneStart } from '../testing/index.js'

const exit = { code: null, signal: 'SIGKILL', at: sceneStart }

function end(scene: Scene, change: Parameters<Scene['see']>[1] = {}): Scene {
  return scene
    .see('runner', { running: false, exit, ...change })
    .see('process', { alive: false })
    .see('registry', { own: null })
}

function kinds(actions: readonly { readonly kind: string }[]): readonly string[] {
  return actions.map(({ kind }) => kind).filter((kind) => kind !== 'alert' && kind !== 'clear')
}

describe('a loop that ended', () => {
  it('is restarted and resumes its conversation, and each change of state says why', () => {
    const scene = new Scene()
    scene.pass(60)
    end(scene)
    expect(scene.passUntil('restart', 60)).toMatchObject({ loop: 'builder', conversation: 'resume', counter: 'crash' })
    expect(scene.loop().evidence[0]?.says).toContain('SIGKILL')
  })

  it('W-10: is not taken for dead while its process cannot be looked at and its runner left no report', () => {
    const scene = end(new Scene(), { exit: null }).blind('process')
    expect(kinds(scene.pass(1800))).toEqual([])
    expect(scene.loop().state).toBe('UNKNOWN')
    expect(scene.state.alerts).toContain('unknown:builder')
    scene.see('process', { alive: false })
    expect(scene.passUntil('restart', 60)).toBeDefined()
  })

  it('W-13: has one class for every way to end, and a code that other programs use for limits is none', () => {
    const scene = end(new Scene(), { exit: { code: 124, signal: null, at: sceneStart } })
    expect(scene.passUntil('restart', 60)).toMatchObject({ counter: 'crash' })
    expect(scene.loop().state).not.toBe('LIMITED')
  })

  it('W-18: counts as dead when only its runner lives on', () => {
    const scene = new Scene()
    scene.pass(30)
    scene.see('process', { alive: false }).see('registry', { own: null })
    expect(kinds(scene.pass(30))).toEqual([])
    expect(scene.passUntil('restart', 90)).toMatchObject({ counter: 'crash' })
  })

  it('W-68: stays ended when a person ended it, and is restarted when nobody did', () => {
    const scene = end(new Scene(), { stopping: true })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.loop().state).toBe('OFF')
    scene.see('runner', { stopping: false })
    expect(scene.passUntil('restart', 60)).toBeDefined()
  })

  it('W-79: is not restarted when its account is not logged in', () => {
    const scene = end(new Scene())
    const error = { class: 'authentication' as const, streak: 1, uuid: 'e', at: sceneStart }
    scene.see('transcript', { error })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.loop().state).toBe('AUTH_BLOCKED')
    expect(scene.actions).toContainEqual(
      expect.objectContaining({ kind: 'alert', severity: 'page', key: 'authentication:builder' }),
    )
    scene.see('transcript', { error: null })
    expect(scene.passUntil('restart', 60)).toBeDefined()
  })
})

describe('a start that the client refuses', () => {
  const refused = { exit: { code: 1, signal: null, at: sceneStart }, prompted: false }

  it.each([
    ['W-37', 'Error: Session ID 0a is already in use.', 'resume'],
    ['W-40', 'No conversation found with session ID: 0a', 'fresh'],
  ])('%s: is tried once with another command, and then left to people', (_id, lastWords, conversation) => {
    const scene = end(new Scene(), { ...refused, lastWords })
    expect(scene.passUntil('restart', 60)).toMatchObject({ conversation, counter: 'startup-refused' })
    scene.see('runner', { runId: 'run-2' })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.state.alerts).toContain('refused:builder')
  })

  it.each([
    ['W-72', 'cd: /srv/loops/builder: No such file or directory'],
    ['W-56', 'Quick safety check: Is this a project you created'],
  ])('%s: is never repeated when no other command can help', (_id, lastWords) => {
    const scene = end(new Scene(), { ...refused, lastWords })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.state.alerts).toContain('refused:builder')
  })

  it('W-22: is never repeated when the agent asked something that only a person may answer', () => {
    const scene = end(new Scene(), { ...refused, exit: { code: 143, signal: null, at: sceneStart }, asked: true })
    expect(kinds(scene.pass(3600))).toEqual([])
    expect(scene.state.alerts).toContain('refused:builder')
  })

  it('W-01: is no refusal when a loop that worked had only these words on its screen', () => {
    const scene = end(new Scene(), {
      ...refused,
      prompted: true,
      lastWords: 'No conversation found with session ID: 0a',
    })
    expect(scene.passUntil('restart', 60)).toMatchObject({ conversation: 'resume', counter: 'crash' })
  })
})
