import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunEvent, runEventSchema } from '@cc-ci/contracts/run-event'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Journal } from './journal.js'
import { SecretMask } from './secret-mask.js'

function begin({ file, listener }: { file?: string; listener?: (event: RunEvent) => void } = {}) {
  const clock = new ManualClock()
  const mask = new SecretMask()
  const events = file ?? join(temporaryFolder(onTestFinished), 'events.jsonl')
  const heard: RunEvent[] = []
  const journal = new Journal({
    runId: '7',
    file: events,
    clock,
    listener: listener ?? ((event) => heard.push(event)),
    mask: mask.mask,
  })
  const lines = () =>
    readFileSync(events, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => runEventSchema.parse(JSON.parse(line)))
  return { clock, mask, events, heard, journal, lines }
}

describe('an event', () => {
  it('is on disk, whole, before anybody hears of it', () => {
    const onDisk: number[] = []
    const run = begin({ listener: () => onDisk.push(run.lines().length) })
    run.journal.note('one')
    run.journal.note('two', 'warning')

    expect(onDisk).toEqual([1, 2])
  })

  it('says when it was and of which run it is', () => {
    const { journal, clock, heard, lines } = begin()
    clock.advance(1_500)
    journal.note('a note')

    const at = Date.parse('2026-01-01T00:00:01.500Z') / 1000
    expect(heard).toEqual([{ at, runId: '7', type: 'note', severity: 'info', text: 'a note' }])
    expect(lines()).toEqual(heard)
  })

  it('X-05: shows no secret, neither on disk nor to the listener, even where JSON escapes it', () => {
    const { journal, mask, heard, events } = begin()
    mask.add('pass"word\\1')
    journal.note('it is pass"word\\1')

    expect(heard).toMatchObject([{ text: 'it is ***' }])
    expect(readFileSync(events, 'utf8')).not.toContain('word')
  })

  it('keeps its numbers when a secret looks like one', () => {
    const { journal, mask, heard } = begin()
    mask.add(String(Date.parse('2026-01-01T00:00:00Z') / 1000))
    journal.note('x')

    expect(heard[0]?.at).toBe(Date.parse('2026-01-01T00:00:00Z') / 1000)
  })
})

describe('a phase', () => {
  it('is recorded with its start and length', async () => {
    const { journal, clock, lines } = begin()
    clock.advance(2_000)
    expect(await journal.phase('plan', async () => clock.sleep(500).then(() => 'done'))).toBe('done')

    expect(journal.phases).toEqual([{ name: 'plan', start: 2, seconds: 0.5 }])
    expect(lines()).toMatchObject([
      { type: 'phase.started', phase: 'plan' },
      { type: 'phase.finished', phase: 'plan', seconds: 0.5 },
    ])
  })

  it('is recorded, too, when its work throws', async () => {
    const { journal, clock, lines } = begin()
    const broken = journal.phase('deploy', async () => {
      clock.advance(750)
      throw new Error('broken')
    })

    await expect(broken).rejects.toThrow('broken')
    expect(journal.phases).toEqual([{ name: 'deploy', start: 0, seconds: 0.75 }])
    expect(lines().at(-1)).toMatchObject({ type: 'phase.finished' })
  })
})

it.each<[string, () => Parameters<typeof begin>[0]]>([
  ['the disk takes no line', () => ({ file: join(temporaryFolder(onTestFinished), 'gone', 'events.jsonl') })],
  [
    'the listener throws',
    () => ({
      listener: () => {
        throw new Error('broken pipe')
      },
    }),
  ],
])('goes on with the run, so that teardown is never missed, when %s', async (_, options) => {
  const { journal } = begin(options())

  expect(await journal.phase('teardown', async () => 'torn down')).toBe('torn down')
})
