import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RunEvent } from '@cc-ci/contracts/run-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { green, infra, orderOf as order, type QueueBench, setUpQueue } from './queue-bench.js'

const event = (body: object): RunEvent => ({ at: 1, runId: '12', ...body }) as RunEvent

let bench: QueueBench
beforeEach(() => {
  bench = setUpQueue()
})

describe('the queue', () => {
  it('runs what is ordered, one after another, and tells of each step with its state', async () => {
    const queue = await bench.open()
    const { run } = queue.enqueue(order('wiki'))
    queue.enqueue(order('blog'))
    expect(bench.waiting()[0]).toBe(`queued ${run.seq}`)
    await nextTurn()
    expect([bench.states(), bench.waiting()[1]]).toEqual([['wiki running', 'blog queued'], `started ${run.seq}`])
    bench.clock.advance(60_000)
    bench.runner.end(run.seq, green)
    await nextTurn()
    expect(bench.store.run(run.seq)).toMatchObject({ state: 'finished', end: green, process: { pid: run.seq } })
    expect(bench.store.durationsOf('wiki', 'full', 1)).toEqual([60])
    expect(bench.changes).toEqual(['queued wiki', 'queued blog', 'started wiki', 'finished wiki', 'started blog'])
    bench.runner.end(bench.runner.going()[0] ?? 0, green)
    await queue.idle()
    expect(bench.states()).toEqual(['blog finished', 'wiki finished'])
  })

  it('starts nothing before it has looked what an earlier server left', async () => {
    const queue = bench.create()
    queue.enqueue(order('wiki'))
    await nextTurn()
    expect(bench.runner.started).toEqual([])
    await queue.resume()
    await nextTurn()
    expect(bench.runner.started).toHaveLength(1)
  })

  it('starts nothing of a transaction that was undone', async () => {
    const queue = await bench.open()
    const undone = (): never => {
      queue.enqueue(order('wiki'))
      throw new Error('no')
    }
    expect(() => bench.store.transaction(undone)).toThrow('no')
    await nextTurn()
    expect([bench.runner.started, bench.states(), bench.waiting()]).toEqual([[], [], []])
  })

  it('does not order what could not be told', async () => {
    const queue = await bench.open({
      report: () => {
        throw new Error('no words')
      },
    })
    expect(() => queue.enqueue(order('wiki'))).toThrow('no words')
    expect(bench.states()).toEqual([])
  })

  it('tells place and time of what waits', async () => {
    const queue = await bench.open()
    const { run } = queue.enqueue(order('wiki'))
    await nextTurn()
    bench.clock.advance(100_000)
    bench.runner.end(run.seq, green)
    await queue.idle()
    const told: unknown[] = []
    const next = await bench.open({
      report: (change) => {
        if (change.kind === 'queued') told.push(change.estimate)
        return []
      },
    })
    next.enqueue(order('wiki', 2))
    next.enqueue(order('wiki', 3))
    expect(told).toEqual([
      { place: 1, seconds: 100 },
      { place: 2, seconds: 200 },
    ])
    expect([...next.estimates().values()]).toEqual(told)
  })

  it('keeps the run folder and hands on events, none before the start of its run', async () => {
    const heard: string[] = []
    const queue = await bench.open({
      report: (change) => {
        heard.push(change.kind === 'event' ? change.event.type : change.kind)
        return []
      },
    })
    const { run } = queue.enqueue(order('wiki'))
    await nextTurn()
    bench.runner.tell(run.seq, event({ type: 'run.started', folder: '/srv/runs/12' }))
    bench.runner.tell(run.seq, event({ type: 'tier.started', tier: 'install' }))
    expect(bench.store.run(run.seq)?.folder).toBe('12')
    expect(heard).toEqual(['queued', 'started', 'run.started', 'tier.started'])
  })
})

describe('a newer order for the same pull request', () => {
  it('supersedes the run, which keeps its slot while it cleans up', async () => {
    const queue = await bench.open({ capacity: 2 })
    const older = queue.enqueue(order('wiki', 1, 'old')).run
    await nextTurn()
    const newer = queue.enqueue(order('wiki', 1, 'new')).run
    expect(bench.store.run(older.seq)).toMatchObject({ state: 'superseded' })
    expect(bench.waiting()).toEqual([`queued ${newer.seq}`])
    await nextTurn()
    expect([bench.runner.cancelled(), bench.runner.started]).toEqual([[older.seq], [older.seq]])
    bench.runner.end(older.seq, { ...infra, stopped: 'cancelled' })
    await nextTurn()
    expect(bench.runner.started).toEqual([older.seq, newer.seq])
    expect(bench.store.run(older.seq)).toMatchObject({ state: 'superseded', end: null })
  })

  it('joins what waits for the same', async () => {
    const queue = await bench.open()
    queue.enqueue(order('blog'))
    await nextTurn()
    const asked = [1, 2, 3].map(() => queue.enqueue(order('wiki')))
    expect(asked.map(({ joined }) => joined)).toEqual([false, true, true])
    expect(new Set(asked.map(({ run }) => run.seq)).size).toBe(1)
    expect(bench.states()).toEqual(['blog running', 'wiki queued'])
  })
})

describe('cancel and rerun', () => {
  it('takes a queued run out, and says who did it', async () => {
    const queue = await bench.open()
    queue.enqueue(order('blog'))
    const { seq } = queue.enqueue(order('wiki')).run
    expect([queue.cancel(seq, 'ada'), queue.cancel(seq, 'bob')]).toEqual([true, false])
    expect(bench.store.run(seq)?.state).toBe('cancelled')
    expect(bench.store.audits(9).map(({ who, outcome }) => [who, outcome])).toEqual([
      ['bob', 'was cancelled already'],
      ['ada', 'cancelled'],
    ])
  })

  it('stops a run that goes on, and takes no verdict from it', async () => {
    const queue = await bench.open()
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    queue.cancel(seq, 'ada')
    await nextTurn()
    expect(bench.runner.cancelled()).toEqual([seq])
    bench.runner.end(seq, green)
    await queue.idle()
    expect([bench.states(), bench.store.durationsOf('wiki', 'full', 1)]).toEqual([['wiki cancelled'], []])
  })

  it('S-06: makes a rerun a run of its own, newer than the first', async () => {
    const queue = await bench.open()
    const first = queue.enqueue(order('wiki')).run
    await nextTurn()
    bench.runner.end(first.seq, green)
    await queue.idle()
    const { run } = queue.rerun(first.seq, 'bob')
    expect(run).toMatchObject({ recipe: 'wiki', pullRequest: first.pullRequest, askedBy: 'bob', commentId: null })
    expect(run.seq).toBeGreaterThan(first.seq)
    expect(bench.store.audits(1)).toMatchObject([{ who: 'bob', action: 'rerun', outcome: `queued as ${run.seq}` }])
  })

  it('knows no run that never was', async () => {
    const queue = await bench.open()
    const unknown = expect.objectContaining({ code: 'RUN_UNKNOWN', exitCode: 2 })
    expect(() => queue.cancel(7, 'ada')).toThrow(unknown)
    expect(() => queue.rerun(7, 'ada')).toThrow(unknown)
  })
})

describe('a thousand queued runs', () => {
  it('are all run, each once', async () => {
    const queue = await bench.open({ capacity: 8, report: () => [] })
    bench.store.transaction(() => {
      for (let number = 1; number <= 1000; number += 1) bench.store.enqueue(order(`recipe-${number % 40}`, number), 1)
    })
    const done = queue.idle()
    let isDone = false
    void done.then(() => {
      isDone = true
    })
    while (!isDone) {
      await nextTurn()
      expect(bench.runner.going().length).toBeLessThanOrEqual(8)
      for (const seq of bench.runner.going()) bench.runner.end(seq, green)
    }
    expect([bench.store.open().length, new Set(bench.runner.started).size, bench.runner.started.length]).toEqual([
      0, 1000, 1000,
    ])
    expect(bench.troubles).toEqual([])
  })
})
