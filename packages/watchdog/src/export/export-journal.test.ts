import { describe, expect, it } from 'vitest'
import type { Action } from '../decide/action.js'
import type { JournalEntry, JournalLine } from '../journal/journal-entry.js'
import { exportJournal } from './export-journal.js'

const at = (wall: number) => ({ wall, mono: wall })
const restart: Action = {
  ...{
    kind: 'restart',
    loop: 'builder',
    conversation: 'resume',
    counter: 'crash',
    id: 'w1',
    at: at(1000),
    why: 'dead',
  },
  evidence: [{ source: 'runner', says: 'it was killed', at: at(990.5) }],
}
const result = { actionId: 'w1', loop: 'builder', outcome: 'done', detail: 'it runs' } as const

function journal(...entries: readonly (JournalEntry & { epoch?: number })[]): readonly JournalLine[] {
  return entries.map((entry, index) => ({ epoch: 1, ...entry, seq: index + 1, at: at(1000 + index) }))
}
const whole = journal(
  { kind: 'ticked', paces: ['fast'], lookedAt: at(1000) },
  { kind: 'intended', action: restart },
  { kind: 'finished', result },
)
const subject = { origin: '/work', version: '1.0.0' }
const spansOf = (lines: readonly JournalLine[], origin = '/work') =>
  exportJournal(lines, { ...subject, origin }).traces.resourceSpans[0]?.scopeSpans[0]?.spans ?? []
const recordsOf = (lines: readonly JournalLine[]) =>
  exportJournal(lines, subject).logs.resourceLogs[0]?.scopeLogs[0]?.logRecords ?? []

describe('an incident', () => {
  it('is a span from its first evidence to its result', () => {
    expect(spansOf(whole)).toMatchObject([
      {
        name: 'restart builder',
        startTimeUnixNano: '990500000000',
        endTimeUnixNano: '1002000000000',
        status: { code: 1 },
        events: [{ name: 'evidence runner' }, { name: 'decided', timeUnixNano: '1001000000000' }],
      },
    ])
    expect(spansOf(whole)[0]?.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(spansOf(whole)[0]?.spanId).toMatch(/^[0-9a-f]{16}$/)
  })

  it('has the same ids at each export, and others in another workspace or epoch', () => {
    const later = journal({ kind: 'ended', reason: 'x' }, ...whole.slice(1).map((line) => ({ ...line, epoch: 2 })))
    expect(spansOf(whole)).toEqual(spansOf(whole))
    const ids = [spansOf(whole), spansOf(whole, '/other'), spansOf(later)].map(([span]) => span?.spanId)
    expect(new Set(ids).size).toBe(3)
  })

  it('has no span while its result is open, and a failed one when the watchdog crashed', () => {
    const open = whole.slice(0, 2)
    expect(exportJournal(open, subject)).toMatchObject({ open: 1, lastSeq: 2 })
    expect(spansOf(open)).toEqual([])
    const crashed = journal(...open, { kind: 'began', version: '1', bootId: 'b', epoch: 2 })
    expect(spansOf(crashed)).toMatchObject([{ status: { code: 2, message: expect.stringContaining('ended before') } }])
  })
})

describe('a log record', () => {
  it('is there for each line, with an id of its own', () => {
    const records = recordsOf(whole)
    expect(records.map(({ severityText }) => severityText)).toEqual(['DEBUG', 'INFO', 'INFO'])
    expect(records[1]).toMatchObject({ spanId: spansOf(whole)[0]?.spanId, timeUnixNano: '1001000000000' })
    const uids = records.map(({ attributes }) => attributes.find(({ key }) => key === 'log.record.uid')?.value)
    expect(new Set(uids.map((each) => JSON.stringify(each))).size).toBe(3)
  })

  it('is as grave as what it tells', () => {
    const alert: Action = {
      ...{ kind: 'alert', loop: null, key: 'k', severity: 'page', title: 'T', text: 't' },
      ...{ id: 'w2', at: at(1), why: 'w', evidence: [] },
    }
    const failed = { ...result, outcome: 'failed' } as const
    const lines = journal({ kind: 'intended', action: alert }, { kind: 'finished', result: failed })
    expect(recordsOf(lines).map(({ severityNumber }) => severityNumber)).toEqual([17, 13])
  })
})
