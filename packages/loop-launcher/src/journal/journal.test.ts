import { describe, expect, it } from 'vitest'
import { foldJournal } from './fold-journal.js'
import type { JournalEvent } from './journal-event.js'
import { printJournalLine, readJournalText } from './journal-line.js'

const starting = (runId: string, more: object = {}): JournalEvent => ({
  event: 'starting',
  runId,
  sessionId: 'S',
  resumed: false,
  ...more,
})
const text = (...events: readonly JournalEvent[]) =>
  events.map((event, index) => printJournalLine(event, { seq: index + 1, at: 100 + index })).join('')
const fold = (...events: readonly JournalEvent[]) => foldJournal(readJournalText(text(...events)).records)

describe('the lines of a journal', () => {
  const three = text(starting('r'), { event: 'ready', runId: 'r' }, { event: 'stopping', reason: 'stop' })

  it('are read as they were written', () => {
    expect(readJournalText(three)).toMatchObject({
      records: [
        { seq: 1, event: 'starting' },
        { seq: 2, event: 'ready' },
        { seq: 3, at: 102, reason: 'stop' },
      ],
      tornBytes: 0,
      corruptLines: [],
    })
  })

  it('lose nothing but the torn one, wherever a crash cut', () => {
    for (let cut = 0; cut <= three.length; cut += 1) {
      const { records, tornBytes, corruptLines } = readJournalText(three.slice(0, cut))
      const whole = three.slice(0, cut).split('\n').length - 1
      expect({ count: records.length, corruptLines }).toEqual({ count: whole, corruptLines: [] })
      expect(tornBytes).toBe(cut - three.lastIndexOf('\n', cut - 1) - 1)
    }
  })

  it('are corrupt where a letter changed, with their number', () => {
    expect(readJournalText(three.replace('ready', 'reAdy'))).toMatchObject({ corruptLines: [2] })
    expect(readJournalText(three.replace('ready', 'reAdy')).records).toHaveLength(2)
  })

  it('of a kind that a later version knows are left out, and are not corrupt', () => {
    const later = printJournalLine({ event: 'sung' } as unknown as JournalEvent, { seq: 4, at: 103 })
    expect(readJournalText(three + later)).toMatchObject({ corruptLines: [], tornBytes: 0 })
  })
})

describe('what a journal says', () => {
  it('a start takes back the stop and the end before it', () => {
    const exited: JournalEvent = { event: 'exited', runId: 'a', code: 0, signal: null }
    expect(fold(starting('a'), { event: 'stopping', reason: 'stop' }, exited)).toMatchObject({
      stopping: { reason: 'stop' },
      ended: { code: 0 },
    })
    expect(fold(starting('a'), { event: 'stopping', reason: 'stop' }, exited, starting('b'))).toMatchObject({
      stopping: undefined,
      ended: undefined,
    })
  })

  it('an end of an earlier run is none of the present one, and a found end does not replace a reported one', () => {
    const exited: JournalEvent = { event: 'exited', runId: 'a', code: 3, signal: null }
    expect(fold(starting('b'), exited).ended).toBeUndefined()
    expect(fold(starting('a'), exited, { event: 'reaped', runId: 'a', pids: [] }).ended).toMatchObject({ code: 3 })
  })

  it('the version of the last start that had one stays pinned', () => {
    expect(fold(starting('a', { version: '2.1.330' }), starting('b')).version).toBe('2.1.330')
  })

  it('a new conversation has not seen the prompt of the old one', () => {
    const delivered: JournalEvent = { event: 'delivered', runId: 'a', messageId: 'm', kind: 'first', record: 'u' }
    expect(fold(starting('a', { phase: '1' }), delivered).prompted).toEqual({ phase: '1' })
    expect(
      fold(starting('a'), delivered, { event: 'session', sessionId: 'T', reason: 'fresh' }).prompted,
    ).toBeUndefined()
  })
})
