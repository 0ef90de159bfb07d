import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeRecording } from './judge-recording.js'

const thinking = 'API Error: 400 `thinking` blocks in the latest assistant message cannot be modified.'
const minute = (count: number) => new Date(Date.UTC(2026, 10, 23, 0, count)).toISOString()
const record = (at: number, fields: object) =>
  JSON.stringify({ uuid: `u${at}`, sessionId: 's', isSidechain: false, timestamp: minute(at), ...fields })
const failure = (at: number, text = thinking, status = 400) =>
  record(at, {
    type: 'assistant',
    isApiErrorMessage: true,
    apiErrorStatus: status,
    message: { id: `e${at}`, model: '<synthetic>', content: [{ type: 'text', text }] },
  })
const prompt = (at: number, text: string) =>
  record(at, { type: 'user', origin: { kind: 'human' }, message: { content: text } })
const answer = (at: number, text = 'done') =>
  record(at, {
    type: 'assistant',
    message: { id: `m${at}`, model: 'large', stop_reason: 'end_turn', content: [{ type: 'text', text }] },
  })
const judge = (...lines: readonly string[]) => judgeRecording({ file: 'x', text: lines.join('\n') })

const rule = '─'.repeat(60)
const pane = (above: readonly string[]) => [...above, rule, '❯\u00a0', rule, '  ? for shortcuts'].join('\n')

describe('a conversation', () => {
  const ours = prompt(2, 'Go on. [cc-ci:n1]')

  it('W-25: is given up after three failures of one kind, one of them after a message of ours', () => {
    expect(judge(failure(1), ours, failure(3), prompt(4, 'on'), failure(5))).toMatchObject({
      state: 'POISONED',
      error: { class: 'thinking', streak: 3 },
      mayType: false,
    })
  })

  it.each([
    ['two', [failure(1), ours, failure(3)]],
    ['three, none of them after a message of ours', [failure(1), failure(2), failure(3)]],
    ['three with a success between', [failure(1), ours, failure(3), answer(4), failure(5)]],
    ['three of two kinds', [failure(1), ours, failure(3), failure(5, 'due to tool use concurrency issues')]],
  ])('is not given up after %s', (_, lines) => {
    expect(judge(...lines).state).toBe('API_TROUBLE')
  })

  it.each([
    ['W-79: AUTH_BLOCKED', [failure(1, 'x', 401)], 'AUTH_BLOCKED'],
    ['BILLING_BLOCKED', [failure(1, 'Credit balance is too low')], 'BILLING_BLOCKED'],
    ['W-30: API_TROUBLE, too long for the first time', [failure(1, 'Prompt is too long')], 'API_TROUBLE'],
    [
      'W-30: CONTEXT_DEAD, too long twice after a compaction',
      [
        prompt(1, '<command-name>/compact</command-name>'),
        failure(2, 'Prompt is too long'),
        failure(3, 'Prompt is too long'),
      ],
      'CONTEXT_DEAD',
    ],
    ['BUSY once there is a new prompt', [failure(1, 'x', 401), prompt(2, 'on')], 'BUSY'],
  ])('is %s', (_, lines, state) => {
    expect(judge(...lines).state).toBe(state)
  })
})

describe('W-01: words of errors, limits and dialogs', () => {
  const words = [
    thinking,
    "You've hit your weekly limit · resets 1pm (UTC)",
    'Do you want to proceed?',
    '❯ 1. Yes',
    '  2. No',
  ]

  it('in an answer are none', () => {
    expect(judge(prompt(1, words.join('\n')), answer(2, words.join('\n')))).toMatchObject({
      state: 'IDLE',
      error: null,
      limit: null,
      dialog: null,
    })
  })

  it('on a screen are none, and neither are records that an agent shows', () => {
    const shown = [...words, failure(1), failure(2)].map((line, index) => (index === 0 ? `● ${line}` : `  ${line}`))
    expect(judge(...pane([...shown, '', '']).split('\n'))).toMatchObject({
      kind: 'pane',
      state: 'IDLE',
      error: null,
      limit: null,
      dialog: null,
    })
  })
})

describe('a recording', () => {
  it.each([
    ['a screen', pane(['● done']), 'pane'],
    ['a screen full of JSON', pane(Array.from({ length: 30 }, (_, at) => `  ${failure(at)}`)), 'pane'],
    ['a transcript', failure(1), 'transcript'],
    ['a transcript with more torn lines than whole ones', `{"type":"us\n\0\0{"uuid\n${failure(1)}`, 'transcript'],
    ['a spool of hooks', '{"session_id":"s","hook_event_name":"Stop"}', 'hooks'],
    ['a registry file', '{\n "pid": 7,\n "sessionId": "s",\n "cwd": "/"\n}', 'registry'],
    ['a status line', '{"session_id":"s","model":{"id":"m"}}', 'statusline'],
    ['a JSON stream', '{"type":"system","subtype":"init","session_id":"s"}', 'stream-json'],
    ['the description of a pane', '{"title":"","cmd":"bash","alt":1}', 'unknown'],
    ['nothing', ' \n', 'unknown'],
  ])('is known by its content: %s', (_, text, kind) => {
    expect(judgeRecording({ file: 'transcript-pane-hooks.json', text }).kind).toBe(kind)
  })

  const anyLine = fc.oneof(
    fc.constantFrom(failure(1), prompt(2, 'on [cc-ci:a]'), answer(3), ...pane(['● done']).split('\n')),
    fc.string(),
    fc.json(),
    fc.constantFrom('{"type":"assistant","message":7}', '{"pid":1,"sessionId":2}', '\0\0', '{"hook_event_name":[]}'),
  )

  it('never throws, and never permits typing by itself, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n')
        const judged = judgeRecording({ file: 'x', text, styled: text }, { living: [] })
        expect(judged.mayType).not.toBe(true)
        expect(judged.evidence.every(({ line }) => line >= 0 && line <= lines.length + 12)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('is judged alike when its end is torn off within the last line', () => {
    const lines = [failure(1), prompt(2, 'on'), answer(3), prompt(4, 'on'), failure(5)]
    const whole = judge(...lines.slice(0, 4))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: failure(5).length - 1 }), (cut) => {
        const torn = judge(...lines.slice(0, 4), failure(5).slice(0, cut))
        expect({ ...torn, evidence: [] }).toEqual({ ...whole, evidence: [] })
      }),
      { numRuns: 20 },
    )
  })
})
