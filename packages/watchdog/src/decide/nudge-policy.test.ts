import { describe, expect, it } from 'vitest'
import { Scene, sceneStart } from '../testing/index.js'
import { nudgeTexts, suspectWords } from './nudge-texts.js'

function nudges(scene: Scene) {
  return scene.actions.flatMap((action) => (action.kind === 'nudge' ? [action] : []))
}

const news = { id: 'claim-1', says: 'claim(phase-2): the check runs' }

describe('messages to a loop', () => {
  it('W-03: an idle one is told to go on after its time, once for each state of its conversation', () => {
    const scene = new Scene()
    scene.pass(570)
    expect(nudges(scene)).toEqual([])
    expect(scene.loop().next).toMatchObject({ what: 'nudge', at: sceneStart + 600 })
    scene.pass(4 * 3600)
    expect(nudges(scene)).toHaveLength(1)
    expect(scene.state.alerts).toContain('idle:builder')
  })

  it('news of another loop is told within half a minute, once', () => {
    const scene = new Scene().see('work', { handOver: news })
    expect(scene.passUntil('nudge', 30)).toMatchObject({ cause: 'hand-over' })
    expect(nudges(scene)[0]?.text).toContain('claim(phase-2): the check runs')
    scene.pass(550)
    expect(nudges(scene)).toHaveLength(1)
  })

  it('an orchestrator is woken hourly', () => {
    const scene = new Scene({ loops: { orchestrator: 'orchestrator' } })
    scene.pass(3500)
    expect(nudges(scene)).toEqual([])
    scene.pass(200)
    expect(nudges(scene)[0]).toMatchObject({ cause: 'wake' })
  })

  it('a resumed one is told to go on', () => {
    const scene = new Scene().see('runner', { startedAt: sceneStart + 1, runId: 'run-2' })
    expect(scene.passUntil('nudge', 60)).toMatchObject({ cause: 'resumed' })
  })

  it.each<[string, (scene: Scene) => Scene]>([
    ['W-53: a draft stands in its composer', (scene) => scene.see('pane', { composer: 'draft' })],
    [
      'W-55: a dialog is open',
      (scene) => scene.see('pane', { composer: 'none', turn: 'dialog', dialog: { kind: 'rewind', cursor: null } }),
    ],
    ['W-14: background tasks run', (scene) => scene.see('hooks', { backgroundTasks: 1 })],
    ['its screen cannot be seen', (scene) => scene.blind('pane')],
    ['its screen looks busy', (scene) => scene.see('pane', { turn: 'busy' })],
    ['it retries', (scene) => scene.see('pane', { retry: { attempt: 2, max: 10 } })],
    ['it is held', (scene) => scene.see('runner', { held: 'x' })],
    ['the work is done', (scene) => scene.seeAll('completion', { done: true })],
  ])('%s: nothing is typed', (_why, change) => {
    const scene = new Scene()
    scene.pass(15)
    change(scene).pass(15)
    scene.see('work', { handOver: news }).pass(600)
    expect(nudges(scene)).toEqual([])
  })

  it('W-53: a hint in the composer is no draft; a draft is told after a while', () => {
    const scene = new Scene().see('pane', { composer: 'hint' }).see('work', { handOver: news })
    expect(scene.passUntil('nudge', 30)).toBeDefined()
    const draft = new Scene().see('pane', { composer: 'draft' })
    draft.pass(900)
    expect(draft.state.alerts).toContain('draft:builder')
  })

  it('a headless agent has no screen that could forbid them', () => {
    const scene = new Scene().see('pane', { server: 'headless', turn: 'unknown', composer: 'none' })
    expect(scene.see('work', { handOver: news }).passUntil('nudge', 30)).toBeDefined()
  })

  it('W-14: background work of hours is told', () => {
    const scene = new Scene().see('hooks', { backgroundTasks: 1 })
    scene.pass(3600)
    expect(scene.state.alerts).toEqual([])
    scene.pass(2400)
    expect(scene.state.alerts).toContain('background:builder')
  })

  it('waits while the loop itself said until when it waits', () => {
    const scene = new Scene().see('work', { waitingUntil: sceneStart + 3600 })
    scene.pass(3700)
    expect(nudges(scene)).toEqual([])
    scene.pass(200)
    expect(nudges(scene)).toHaveLength(1)
  })

  it('types only after two looks, five seconds apart, that found it idle', () => {
    const scene = new Scene().see('registry', { own: { status: 'busy', waitingFor: null, since: sceneStart } })
    scene.see('work', { handOver: news }).pass(30)
    scene.see('registry', { own: { status: 'idle', waitingFor: null, since: scene.now.wall } }).pass(5)
    expect(nudges(scene)).toEqual([])
    scene.pass(5)
    expect(nudges(scene)).toHaveLength(1)
  })

  it('W-50: keeps to ten minutes apart, six an hour and thirty a day, whatever happens', () => {
    const scene = new Scene({ rules: (rules) => ({ ...rules, tick: 60 }) })
    const at: number[] = []
    for (let record = 0; record < 600; record += 1) {
      const last = { uuid: `record-${record}`, at: sceneStart, kind: 'answer' as const }
      scene.see('transcript', { last })
      at.push(...scene.pass(60).flatMap((action) => (action.kind === 'nudge' ? [action.at.wall] : [])))
    }
    expect(at.length).toBe(30)
    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(600)
  })

  it('W-50: caps news of other loops by the hour', () => {
    const scene = new Scene()
    for (let id = 0; id < 60; id += 1) scene.see('work', { handOver: { ...news, id: `claim-${id}` } }).pass(30)
    expect(nudges(scene)).toHaveLength(6)
  })

  it('W-51: what did not arrive is said again two times, and then people are called', () => {
    const scene = new Scene().see('work', { handOver: news })
    scene.answer = () => 'undelivered'
    scene.pass(3600)
    expect(nudges(scene).filter(({ cause }) => cause === 'hand-over')).toHaveLength(3)
    expect(new Set(scene.loop().nudges.map(({ key }) => key)).size).toBe(scene.loop().nudges.length)
    const idle = new Scene()
    idle.answer = () => 'undelivered'
    idle.pass(3 * 3600)
    expect(idle.state.alerts).toContain('undelivered:builder')
  })
})

describe('what a message led to', () => {
  it('W-51: it counts as arrived when the transcript has it, though its result was lost', () => {
    const scene = new Scene().see('work', { handOver: news })
    scene.answer = () => 'unknown'
    const sent = scene.passUntil('nudge', 30)
    scene.see('transcript', { acknowledged: [sent?.kind === 'nudge' ? sent.nudgeId : ''] }).pass(590)
    expect(nudges(scene)).toHaveLength(1)
    expect(scene.loop().nudges[0]?.answered).toBe(true)
  })

  it('W-05: any new record is an answer; none for half an hour is told', () => {
    const silent = new Scene()
    silent.pass(3000)
    expect(silent.state.alerts).toContain('unmoved:builder')
    const lively = new Scene()
    lively.pass(900)
    lively.see('transcript', { last: { uuid: 'record-2', at: lively.now.wall, kind: 'tool' } }).pass(1500)
    expect(lively.state.alerts).not.toContain('unmoved:builder')
  })

  it('W-58: a turn that failed is followed by no word about idleness', () => {
    const { wall } = new Scene().now
    const scene = new Scene().see('transcript', { error: { class: 'server', streak: 1, uuid: 'e', at: wall } })
    scene.pass(1200)
    expect(nudges(scene).map(({ cause }) => cause)).toEqual(['trouble'])
  })
})

describe('the words of messages', () => {
  const ids = ['w1x2z', 'wt429x529z']
  const texts = ids.flatMap((id) => [
    ...Object.values(nudgeTexts).flatMap((text) =>
      text === nudgeTexts.handOver ? [] : [(text as (id: string) => string)(id)],
    ),
    nudgeTexts.handOver('review(phase-1): the check is green')(id),
    nudgeTexts.handOver('claim(phase-1): usage limit reached, API Error 529')(id),
    nudgeTexts.handOver(`claim(phase-1): ${'x'.repeat(900)}\n\u0007`)(id),
  ])

  it.each(texts)('W-47: are one short line with its mark and no word that looks like trouble: %s', (text) => {
    expect(text.length).toBeLessThanOrEqual(300)
    expect(text).toMatch(/\[cc-ci:\w+\]/)
    expect([...text].every((char) => char >= ' ' && char !== '\u007f')).toBe(true)
    expect(text).not.toMatch(suspectWords)
  })

  it('would be seen to look like trouble', () => {
    for (const text of ['API Error: 529', 'usage limit reached', 'Please run /login'])
      expect(text).toMatch(suspectWords)
  })
})
