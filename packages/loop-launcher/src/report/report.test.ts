import { readUsage } from '@cc-ci/contracts/agent-client'
import { printCheckedLine } from '@cc-ci/contracts/checked-lines'
import { describe, expect, it } from 'vitest'
import type { PhaseFact } from '../ports/protocol-facts.js'
import { buildReport, type ReportSources } from './build-report.js'
import { describeTimeline, printDuration } from './describe-entry.js'
import { escapeHtml } from './escape-html.js'
import { type JournalEntry, readJournalEntries } from './read-journal-entries.js'
import { renderReport } from './render-report.js'

const entry = (at: number, event: string, more: object = {}): JournalEntry => ({ at, event, ...more })

describe('the timeline of a loop', () => {
  const words = (...entries: readonly JournalEntry[]) =>
    describeTimeline(entries).map(({ text, trouble }) => (trouble ? `! ${text}` : text))

  it('tells starts, prompts, and why it ended', () => {
    expect(
      words(
        entry(0, 'session', { reason: 'first' }),
        entry(1, 'starting', { resumed: false, version: '2.1.330', model: 'large', phase: '1' }),
        entry(2, 'ready'),
        entry(3, 'delivered', { kind: 'first' }),
        entry(3600, 'stopping', { reason: 'stop' }),
        entry(3661, 'exited', { code: 0, signal: null }),
      ),
    ).toEqual([
      'new conversation: first',
      'started: phase 1, large, client 2.1.330',
      'acknowledged its first prompt',
      'asked to end: stop',
      'ended with 0 after 1 h 1 min, as asked (stop)',
    ])
  })

  it('says so when nobody asked for the end, and forgets an earlier stop', () => {
    expect(
      words(
        entry(0, 'stopping', { reason: 'stop' }),
        entry(1, 'starting', { resumed: true }),
        entry(11, 'exited', { code: null, signal: 'SIGKILL' }),
        entry(12, 'reaped', { pids: [1] }),
        entry(13, 'undelivered', { kind: 'nudge', reason: 'draft in the composer' }),
      ),
    ).toEqual([
      'asked to end: stop',
      'resumed',
      '! ended by SIGKILL after 10 s, nobody asked for it',
      '! was found without its runner, and was ended',
      '! did not take a message (nudge): draft in the composer',
    ])
  })

  it('leaves out events that it does not know, even of the strangest name', () => {
    expect(words(entry(0, 'invented'), entry(1, 'toString'), entry(2, 'held', { reason: 'lunch' }))).toEqual([
      'held: lunch',
    ])
  })

  it('is read from a journal whose last line is cut short, and what is no entry is counted', () => {
    const ready = entry(1, 'ready')
    const lines = [ready, { at: 'x', event: 'y' }, entry(2, 'ready')].map(printCheckedLine)
    const text = `${lines[0]}7\n${lines[0]?.replace('ready', 'reedy')}${lines[1]}${lines[2]?.slice(0, 20)}`
    expect(readJournalEntries(text)).toEqual({ entries: [ready], unreadable: 4 })
  })
})

it.each([
  [0, '0 s'],
  [59.6, '1 min'],
  [3600, '1 h'],
  [90_061, '1 d 1 h'],
  [-5, '0 s'],
])('prints %d seconds as %s', (seconds, words) => {
  expect(printDuration(seconds)).toBe(words)
})

const phase: PhaseFact = {
  id: '1',
  title: 'The server',
  done: false,
  veto: 'tests were weakened',
  items: [
    { id: 'D1', title: 'It answers' },
    { id: 'D2', title: 'It ends' },
    { id: 'D3', title: 'It stays' },
  ],
  findings: [{ id: 'F1', item: 'D1', open: true, text: 'answers twice' }],
}
const commit = (at: number, subject: string) => ({ hash: `${at}`.padEnd(40, '0'), at, subject })
const answer = (at: number, output: number) =>
  JSON.stringify({
    type: 'assistant',
    timestamp: new Date(at * 1000).toISOString(),
    message: { id: `m${at}`, model: 'large', usage: { output_tokens: output } },
  })

const sources = (changes: Partial<ReportSources> = {}): ReportSources => ({
  now: 1_795_400_000,
  loops: [
    {
      name: 'builder',
      role: 'builder',
      journal: { entries: [entry(1_795_300_000, 'starting')], unreadable: 0 },
      usage: readUsage([[answer(50, 5), answer(150, 7), answer(900, 1)].join('\n')]),
    },
  ],
  phases: [phase],
  commits: [
    commit(600, 'veto(1): tests were weakened'),
    commit(500, 'claim(1/D2): ends'),
    commit(400, 'review(1/D1): FAIL answers twice'),
    commit(300, 'claim(1/D1): answers again'),
    commit(200, 'review(1/D1): PASS'),
    commit(100, 'claim(1/D1): answers'),
  ],
  ...changes,
})

describe('the report', () => {
  it('has per item its claims and verdicts, how long a verdict took, and its tokens', () => {
    const [reported] = buildReport(sources()).phases

    expect(reported?.items[0]).toMatchObject({
      state: 'failed',
      reopened: 1,
      verdictAfter: 100,
      steps: [{ step: 'claim' }, { step: 'PASS' }, { step: 'claim' }, { step: 'FAIL' }],
      claiming: { output: 5 },
      reviewing: { output: 7 },
    })
    expect(reported).toMatchObject({ vetoes: [{ at: 600, text: 'tests were weakened' }] })
    expect(buildReport(sources())).toMatchObject({ tokens: { output: 13 }, openTokens: { output: 1 } })
  })

  it('says what is open, and nothing of a phase that is done', () => {
    expect(buildReport(sources()).open).toEqual([
      'Phase 1 has a veto: tests were weakened',
      '1/D1 failed its review',
      '1/D2 waits for its review',
      '1/D3 is not claimed',
      'Finding F1 on 1/D1: answers twice',
    ])
    expect(buildReport(sources({ phases: [{ ...phase, done: true }] })).open).toEqual([])
  })

  it('shows what was handed over without being in the plan', () => {
    const { phases } = buildReport(sources({ commits: [commit(1, 'claim(1/D9): more')] }))

    expect(phases[0]?.items.at(-1)).toMatchObject({ id: 'D9', title: 'not in the plan', state: 'claimed' })
  })
})

describe('the page', () => {
  const hostile = `</style><script>alert(1)</script>" onload='x' \u202e\u0007\ud800`

  it('shows any text as text, wherever it comes from', () => {
    const page = renderReport(
      buildReport(
        sources({
          loops: [
            {
              name: hostile,
              role: hostile,
              journal: { entries: [entry(1, 'held', { reason: hostile }), entry(1e300, 'released')], unreadable: 1 },
              usage: readUsage([answer(1, 1).replace('"large"', JSON.stringify(hostile))]),
            },
          ],
          phases: [
            {
              ...phase,
              title: hostile,
              veto: hostile,
              findings: [{ id: hostile, item: 'D1', open: true, text: hostile }],
            },
          ],
          commits: [commit(1, `veto(1): ${hostile}`)],
        }),
      ),
    )

    expect(page).not.toMatch(/<script|<\/style>\s*<script|" onload|\u202e|\ud800/)
    expect(page).not.toContain('\u0007')
    expect(page.match(/<\/style>/g)).toHaveLength(1)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('fetches nothing and runs nothing', () => {
    const page = renderReport(buildReport(sources()))

    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<(script|img|link|iframe|object)\b|url\(|@import|https?:/)
  })

  it('folds a long timeline, and says when there is nothing to tell', () => {
    const entries = Array.from({ length: 40 }, (_, index) => entry(index, 'released'))
    const [loop] = sources().loops
    if (loop === undefined) throw new Error('there is no loop')
    const long = renderReport(buildReport(sources({ loops: [{ ...loop, journal: { entries, unreadable: 0 } }] })))

    expect(long).toContain('<summary>28 earlier events</summary>')
    expect(renderReport(buildReport(sources({ loops: [], phases: [] })))).toMatch(/There is no plan(.|\n)*no loops/)
    expect(renderReport(buildReport(sources({ phases: [{ ...phase, done: true }] })))).toContain('every phase is done')
  })
})

it('keeps text on one line', () => {
  expect(escapeHtml('a\n\u001b[31mb\u001b[0m\tc')).toBe('a b c')
})
