import type { Action, JournalEntry, JournalLine } from '@cc-ci/watchdog'
import { describe, expect, it } from 'vitest'
import type { Drill } from './drill.js'
import { drills } from './drills.js'
import { describeStep, judgeDrill } from './judge-drill.js'

const drill: Drill = {
  fault: 'kill',
  breaks: '',
  must: '',
  script: '',
  begins: 'kill',
  steps: [
    { sees: 'DEAD' },
    { does: 'restart', conversation: 'resume' },
    { does: 'alert', key: /down/ },
    { sees: 'IDLE' },
  ],
  allows: { restart: 1, alert: 1 },
  conversation: 'same',
  leaves: 'idle',
  usualSeconds: 1,
  longestSeconds: 1,
}

const journal = (...entries: readonly JournalEntry[]): readonly JournalLine[] =>
  entries.map((entry, index) => ({ ...entry, seq: index + 1, epoch: 1, at: { wall: 100 + index, mono: index } }))
const sees = (to: 'DEAD' | 'IDLE'): JournalEntry => ({ kind: 'changed', loop: 'canary', from: 'BUSY', to, why: '' })
const about = { at: { wall: 0, mono: 0 }, why: '', evidence: [] }
const restart = (id: string, conversation: 'resume' | 'fresh' = 'resume'): Action => ({
  ...about,
  ...{ id, kind: 'restart', loop: 'canary', counter: 'crash', conversation },
})
const alert = (key: string): Action => ({
  ...about,
  ...{ id: key, kind: 'alert', loop: 'canary', key, severity: 'warn', title: '', text: '' },
})
const done = (action: Action, outcome: 'done' | 'failed' = 'done'): readonly JournalEntry[] => [
  { kind: 'intended', action },
  { kind: 'finished', result: { actionId: action.id, loop: 'canary', outcome, detail: '' } },
]
const asItMust = [sees('DEAD'), ...done(restart('1')), ...done(alert('canary/down')), sees('IDLE')]

describe('a drill', () => {
  it('has passed when all that must happen came in its order, at the time of the last', () => {
    expect(judgeDrill(drill, journal(...asItMust))).toEqual({ missing: [], tooMuch: [], metAt: 105 })
  })

  it.each([
    ['nothing was seen', [], 4],
    ['the restart came before anything was seen', [...done(restart('1')), sees('DEAD')], 3],
    ['the restart failed', [sees('DEAD'), ...done(restart('1'), 'failed')], 3],
    ['the conversation was given up', [sees('DEAD'), ...done(restart('1', 'fresh'))], 3],
    ['another matter was told', [sees('DEAD'), ...done(restart('1')), ...done(alert('canary/idle'))], 2],
    ['it never came back', asItMust.slice(0, -1), 1],
  ])('has not passed when %s', (_, entries, left) => {
    const { missing, metAt } = judgeDrill(drill, journal(...entries))
    expect(missing).toHaveLength(left)
    expect(metAt).toBeNull()
  })

  it('has not passed when something was done twice, or may not be done at all', () => {
    const { tooMuch } = judgeDrill({ ...drill, allows: { restart: 1 } }, journal(...asItMust, ...done(restart('2'))))
    expect(tooMuch).toEqual(['restart was done 2 times, 1 allowed', 'alert was done 1 times, 0 allowed'])
  })

  it('says what is missing', () => {
    expect(drill.steps.map(describeStep)).toEqual([
      'it was never seen DEAD',
      'restart (resume) was never done',
      'alert was never done',
      'it was never seen IDLE',
    ])
  })
})

describe.each(drills)('the drill $fault', ({ steps, allows, usualSeconds, longestSeconds }) => {
  it('allows what it demands, and takes no longer than it may', () => {
    for (const step of steps) if ('does' in step) expect(allows[step.does]).toBeGreaterThan(0)
    expect(usualSeconds).toBeLessThan(longestSeconds)
  })
})
