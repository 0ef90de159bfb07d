import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { RunEvent, RunEventBody } from '@cc-ci/contracts/run-event'
import { ManualClock } from '@cc-ci/kernel/testing'
import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { formatEvent } from './format-event.js'
import { LiveRuns } from './live-runs.js'
import { showProgress } from './show-progress.js'

const event = (body: RunEventBody, runId = '7'): RunEvent => ({ at: 100, runId, ...body }) as RunEvent
const started = event({
  ...{ type: 'run.started', recipe: 'wiki', ref: 'a'.repeat(40), domain: 'w.ci.test', folder: '/r/7', capacity: 2 },
})
const plain = { verbose: false, paint: pc.createColors(false), width: 80, label: '' }

describe('lines that stay', () => {
  it.each<[RunEvent, string | undefined, string | undefined]>([
    [started, 'wiki aaaaaaaa  w.ci.test', 'wiki aaaaaaaa  w.ci.test, capacity 2'],
    [event({ type: 'tier.started', tier: 'install' }), undefined, undefined],
    [
      event({ type: 'tier.finished', tier: 'install', status: 'pass', seconds: 4.94 }),
      '  ✓ install 4.9 s',
      '  ✓ install 4.9 s',
    ],
    [event({ type: 'test.finished', tier: 'install', name: 'It runs', status: 'pass' }), undefined, '    ✓ It runs'],
    [
      event({ type: 'test.finished', tier: 'install', name: 'It runs', status: 'fail' }),
      '    ✗ It runs',
      '    ✗ It runs',
    ],
    [
      event({ type: 'test.finished', tier: 'install', name: 'It runs', status: 'error' }),
      '    ! It runs',
      '    ! It runs',
    ],
    [event({ type: 'note', severity: 'warning', text: 'Beware.' }), '  note Beware.', '  note Beware.'],
    [event({ type: 'phase.finished', phase: 'pull', seconds: 1 }), undefined, '    · pull 1.00 s'],
    [event({ type: 'command', line: 'git clone' }), undefined, '    $ git clone'],
    [event({ type: 'wait', what: 'x', waitingFor: 'y', budgetSeconds: 9 }), undefined, undefined],
  ])('%j', (each, quiet, verbose) => {
    expect(formatEvent(each, plain)).toBe(quiet)
    expect(formatEvent(each, { ...plain, verbose: true })).toBe(verbose)
  })

  it('say whose they are when several recipes are tested, and are no wider than the terminal', () => {
    const note = event({ type: 'note', severity: 'info', text: 'word '.repeat(30) })
    const lines = formatEvent(note, { ...plain, label: 'wiki', width: 40 })?.split('\n') ?? []

    expect(lines[0]).toMatch(/^ {2}wiki note word/)
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40)
  })
})

describe('the live line', () => {
  const runsAfter = (...events: RunEvent[]): LiveRuns => {
    const runs = new LiveRuns()
    for (const each of events) runs.follow(each)
    return runs
  }

  it.each([
    [[started], '  wiki 5 s · starting'],
    [[started, event({ type: 'phase.started', phase: 'pull' })], '  wiki 5 s · pull'],
    [
      [started, event({ type: 'wait', what: 'the services', waitingFor: 'app: being\nstarted', budgetSeconds: 9 })],
      '  wiki 5 s · waiting for the services: app: being started',
    ],
  ])('%#', (events, line) => {
    expect(runsAfter(...events).lines(105.5, 80)).toEqual([line])
  })

  it('is cut before the edge of the terminal, and gone when the run is over', () => {
    const runs = runsAfter(started, event({ type: 'phase.started', phase: 'x'.repeat(100) }))
    expect(runs.lines(105, 40)[0]).toHaveLength(39)
    runs.follow(event({ type: 'run.finished', verdict: 'green', level: 5 }))
    expect(runs.lines(105, 40)).toEqual([])
  })
})

describe('on a stream', () => {
  function watch(screen: { isTTY?: boolean; columns?: number }, colour: boolean) {
    const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), screen)
    let ticks = 0
    const progress = showProgress({
      stream: stream as unknown as NodeJS.WriteStream,
      verbose: false,
      colour,
      several: false,
      clock: new ManualClock(new Date(105_000).toISOString()),
      every: () => {
        ticks += 1
        return () => {
          ticks -= 1
        }
      },
    })
    progress.onEvent(started)
    progress.onEvent(event({ type: 'phase.started', phase: 'pull' }))
    progress.say('Ending.')
    const ticking = ticks
    progress.stop()
    return { text: String(stream.read()), ticking, left: ticks }
  }

  it('that is no terminal: plain lines, no codes, no timer', () => {
    expect(watch({}, false)).toEqual({ text: 'wiki aaaaaaaa  w.ci.test\nEnding.\n', ticking: 0, left: 0 })
  })

  it('that is a terminal: the live line comes back below each line, and its timer ends', () => {
    const { text, ticking, left } = watch({ isTTY: true, columns: 80 }, true)

    expect(stripVTControlCharacters(text)).toContain('Ending.\n  wiki 5 s · pull')
    expect({ ticking, left }).toEqual({ ticking: 1, left: 0 })
  })
})
