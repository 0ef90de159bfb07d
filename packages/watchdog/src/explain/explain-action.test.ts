import { describe, expect, it } from 'vitest'
import { createReducer } from '../decide/reduce.js'
import { journalOf, Scene } from '../testing/index.js'
import { explainAction } from './explain-action.js'

function heldThenKilled(answer: Scene['answer'] = () => 'done') {
  const scene = new Scene({ loops: { builder: 'builder', adversary: 'adversary' } })
  scene.answer = answer
  scene.pass(30)
  scene.see('runner', { running: false, agent: null, exit: { code: null, signal: 'SIGKILL', at: scene.now.wall } })
  scene.see('process', { alive: false, state: null })
  const restart = scene.passUntil('restart', 300)
  if (restart === undefined) throw new Error('nothing was restarted')
  return { scene, restart, lines: journalOf(scene) }
}

describe('an explanation', () => {
  const { scene, restart, lines } = heldThenKilled()
  const judge = { reduce: createReducer(scene.rules), rules: scene.rules }

  it('names the action, its grounds with their age, what was known, and the result', () => {
    const explained = explainAction({ lines }, { before: scene.now.wall, loop: 'builder' }, judge)

    expect(explained).toMatchObject({
      what: expect.stringMatching(/^restart builder/),
      action: { id: restart.id },
      loop: 'builder',
      stood: { state: 'DEAD' },
      result: { outcome: 'done', after: 0 },
      crashed: false,
    })
    expect(explained?.evidence.length).toBeGreaterThan(0)
    for (const { age } of explained?.evidence ?? []) expect(age).toBeGreaterThanOrEqual(0)
    expect(explained?.facts).toContainEqual(
      expect.objectContaining({ source: 'runner', value: expect.objectContaining({ running: false }), age: 0 }),
    )
    expect(explained?.facts.find(({ source }) => source === 'runner')?.seq).toBeGreaterThan(0)
  })

  it('does not count the action itself among what forbade things', () => {
    const { bars } = explainAction({ lines }, { before: scene.now.wall, loop: 'builder' }, judge) ?? {}
    expect(bars?.filter(({ because }) => because.includes('still open'))).toEqual([])
  })

  it('is of the last action before that time, and of that loop', () => {
    expect(explainAction({ lines }, { before: restart.at.wall - 1, loop: 'builder' }, judge)?.action.id).not.toBe(
      restart.id,
    )
    expect(explainAction({ lines }, { before: scene.now.wall, loop: 'adversary' }, judge)).toBeUndefined()
    expect(explainAction({ lines }, { before: 0 }, judge)).toBeUndefined()
  })

  it('says that a watchdog ended before there was a result', () => {
    const { lines: open } = heldThenKilled((action) => (action.kind === 'restart' ? null : 'done'))
    const question = { before: scene.now.wall + 1000, loop: 'builder' }
    expect(explainAction({ lines: open }, question, judge)).toMatchObject({ result: null, crashed: false })

    const next = { kind: 'began', version: '1', bootId: 'b', seq: open.length + 1, epoch: 2, at: scene.now } as const
    expect(explainAction({ lines: [...open, next] }, question, judge)).toMatchObject({ result: null, crashed: true })
  })
})
