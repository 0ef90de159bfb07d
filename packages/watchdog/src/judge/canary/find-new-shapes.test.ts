import { describe, expect, it } from 'vitest'
import { findNewShapes } from './find-new-shapes.js'

const shapesOf = (...records: readonly object[]) =>
  findNewShapes({ file: 'x', text: records.map((each) => JSON.stringify(each)).join('\n') }).new.map(
    ({ shape }) => shape,
  )
const registry = { pid: 1, sessionId: 's', cwd: '/', status: 'idle' }
const rule = '─'.repeat(60)
const screen = (footer: string) => `● done\n${rule}\n❯\u00a0\n${rule}\n  ${footer}`

describe('what is new of the client', () => {
  it.each([
    ['a field', { ...registry, mood: 'good' }, ['mood']],
    ['a status word', { ...registry, status: 'dreaming' }, ['status=dreaming']],
    ['a type of record', { type: 'dream', sessionId: 's' }, ['a record of type "dream"']],
    ['a hook', { hook_event_name: 'Dream' }, ['a record of type "Dream"']],
    [
      'a notification',
      { hook_event_name: 'Notification', notification_type: 'dream' },
      ['Notification: notification_type=dream'],
    ],
    ['a class of errors', { type: 'assistant', sessionId: 's', apiError: 'dream' }, ['assistant: apiError=dream']],
  ])('is told: %s', (_, record, expected) => {
    expect(shapesOf(record)).toEqual(expected)
  })

  it('is told once, at its first line, and never what it says', () => {
    const text = [registry, { ...registry, note: 'secret' }, { ...registry, note: 'x' }].map((each) =>
      JSON.stringify(each),
    )
    expect(findNewShapes({ file: 'x', text: text.join('\n') })).toEqual({
      file: 'x',
      kind: 'registry',
      new: [{ line: 2, shape: 'note' }],
    })
  })

  it('is told of a screen: its footer, a dialog, or that it has nothing that is known', () => {
    const of = (text: string) => findNewShapes({ file: 'x', text }).new.map(({ shape }) => shape)
    expect(of(screen('⏵⏵ auto mode on (shift+tab to cycle) · esc to interrupt'))).toEqual([])
    expect(of(screen('⏵⏵ dream mode on · esc to wake'))).toEqual(['screen: ⏵⏵ dream mode on', 'screen: esc to wake'])
    expect(of(`${rule}\n Dream?\n ❯ 1. Yes\n   2. No`)).toEqual(['screen: dialog at "1. Yes"'])
    expect(of('user@host:~$')).toEqual(['screen: neither composer nor dialog'])
  })

  it('is nothing where all is known', () => {
    expect(shapesOf(registry, registry)).toEqual([])
    expect(shapesOf({ type: 'attachment', sessionId: 's', anything: 1 })).toEqual([])
  })
})
