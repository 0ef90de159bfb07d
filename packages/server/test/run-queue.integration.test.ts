import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RunEvent } from '@cc-ci/contracts/run-event'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openServerStore } from '../src/adapters/open-server-store.js'
import type { ServerStore } from '../src/ports/server-store.js'
import type { QueueChange, Told } from '../src/queue/queue-change.js'
import type { RunEnd } from '../src/queue/queued-run.js'
import { createRunQueue, type RunQueue, type RunQueueOptions } from '../src/queue/run-queue.js'
import { exampleOrder, PlayedRunner, pullRequest } from '../src/testing/index.js'

const green: RunEnd = { verdict: 'green', level: 5, fault: null, stopped: null }
const infra: RunEnd = { verdict: 'error', level: 0, fault: 'infra', stopped: null }
const order = (recipe: string, number = 1, hash?: string) =>
  exampleOrder({ recipe, pullRequest: pullRequest(number, hash) })
const event = (body: object): RunEvent => ({ at: 1, runId: '12', ...body }) as RunEvent

/** What a report would tell: one line of the kind of change, under one key for each recipe and pull request. */
function say(change: QueueChange): readonly Told[] {
  const { recipe, pullRequest: of, seq } = change.run
  const outgoing = { kind: 'answer', repository: '', pullRequest: 1, body: `${change.kind} ${seq}` } as const
  return [{ key: `${recipe} ${of?.number}`, seq, outgoing }]
}

let store: ServerStore
let runner: PlayedRunner
let clock: ManualClock
let changes: string[]
let troubles: unknown[]
beforeEach(() => {
  store = openServerStore(join(temporaryFolder(onTestFinished), 'server.db'))
  onTestFinished(() => store.close())
  runner = new PlayedRunner()
  clock = new ManualClock()
  changes = []
  troubles = []
})

function create(more: Partial<RunQueueOptions> = {}): RunQueue {
  const queue = createRunQueue({
    ...{ store, runner, clock, capacity: 1, report: say },
    onChange: ({ kind, run }) => changes.push(`${kind} ${run.recipe}`),
    onTrouble: (error) => troubles.push(error),
    ...more,
  })
  onTestFinished(() => queue.close())
  return queue
}

async function opened(more: Partial<RunQueueOptions> = {}): Promise<RunQueue> {
  const queue = create(more)
  await queue.resume()
  return queue
}

const states = (): string[] => [...store.open(), ...store.ended(9)].map(({ recipe, state }) => `${recipe} ${state}`)
const waiting = (): unknown[] =>
  store.due(Number.MAX_SAFE_INTEGER).map(({ outgoing }) => 'body' in outgoing && outgoing.body)

describe('the queue', () => {
  it('runs what is ordered, one after another, and tells of each step with its state', async () => {
    const queue = await opened()
    const { run } = queue.enqueue(order('wiki'))
    queue.enqueue(order('blog'))
    expect(waiting()[0]).toBe(`queued ${run.seq}`)
    await nextTurn()
    expect([states(), waiting()[1]]).toEqual([['wiki running', 'blog queued'], `started ${run.seq}`])
    clock.advance(60_000)
    runner.end(run.seq, green)
    await nextTurn()
    expect(store.run(run.seq)).toMatchObject({ state: 'finished', end: green, process: { pid: run.seq } })
    expect(store.durationsOf('wiki', 'full', 1)).toEqual([60])
    expect(changes).toEqual(['queued wiki', 'queued blog', 'started wiki', 'finished wiki', 'started blog'])
    runner.end(runner.going()[0] ?? 0, green)
    await queue.idle()
    expect(states()).toEqual(['blog finished', 'wiki finished'])
  })

  it('starts nothing before it has looked what an earlier server left', async () => {
    const queue = create()
    queue.enqueue(order('wiki'))
    await nextTurn()
    expect(runner.started).toEqual([])
    await queue.resume()
    await nextTurn()
    expect(runner.started).toHaveLength(1)
  })

  it('starts nothing of a transaction that was undone', async () => {
    const queue = await opened()
    const undone = (): never => {
      queue.enqueue(order('wiki'))
      throw new Error('no')
    }
    expect(() => store.transaction(undone)).toThrow('no')
    await nextTurn()
    expect([runner.started, states(), waiting()]).toEqual([[], [], []])
  })

  it('does not order what could not be told', async () => {
    const queue = await opened({
      report: () => {
        throw new Error('no words')
      },
    })
    expect(() => queue.enqueue(order('wiki'))).toThrow('no words')
    expect(states()).toEqual([])
  })

  it('tells place and time of what waits', async () => {
    const queue = await opened()
    const { run } = queue.enqueue(order('wiki'))
    await nextTurn()
    clock.advance(100_000)
    runner.end(run.seq, green)
    await queue.idle()
    const told: unknown[] = []
    const next = await opened({
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
    const queue = await opened({
      report: (change) => {
        heard.push(change.kind === 'event' ? change.event.type : change.kind)
        return []
      },
    })
    const { run } = queue.enqueue(order('wiki'))
    await nextTurn()
    runner.tell(run.seq, event({ type: 'run.started', folder: '/srv/runs/12' }))
    runner.tell(run.seq, event({ type: 'tier.started', tier: 'install' }))
    expect(store.run(run.seq)?.folder).toBe('12')
    expect(heard).toEqual(['queued', 'started', 'run.started', 'tier.started'])
  })
})

describe('a newer order for the same pull request', () => {
  it('supersedes the run, which keeps its slot while it cleans up', async () => {
    const queue = await opened({ capacity: 2 })
    const older = queue.enqueue(order('wiki', 1, 'old')).run
    await nextTurn()
    const newer = queue.enqueue(order('wiki', 1, 'new')).run
    expect(store.run(older.seq)).toMatchObject({ state: 'superseded' })
    expect(waiting()).toEqual([`queued ${newer.seq}`])
    await nextTurn()
    expect([runner.cancelled(), runner.started]).toEqual([[older.seq], [older.seq]])
    runner.end(older.seq, { ...infra, stopped: 'cancelled' })
    await nextTurn()
    expect(runner.started).toEqual([older.seq, newer.seq])
    expect(store.run(older.seq)).toMatchObject({ state: 'superseded', end: null })
  })

  it('joins what waits for the same', async () => {
    const queue = await opened()
    queue.enqueue(order('blog'))
    await nextTurn()
    const asked = [1, 2, 3].map(() => queue.enqueue(order('wiki')))
    expect(asked.map(({ joined }) => joined)).toEqual([false, true, true])
    expect(new Set(asked.map(({ run }) => run.seq)).size).toBe(1)
    expect(states()).toEqual(['blog running', 'wiki queued'])
  })
})

describe('cancel and rerun', () => {
  it('takes a queued run out, and says who did it', async () => {
    const queue = await opened()
    queue.enqueue(order('blog'))
    const { seq } = queue.enqueue(order('wiki')).run
    expect([queue.cancel(seq, 'ada'), queue.cancel(seq, 'bob')]).toEqual([true, false])
    expect(store.run(seq)?.state).toBe('cancelled')
    expect(store.audits(9).map(({ who, outcome }) => [who, outcome])).toEqual([
      ['bob', 'was cancelled already'],
      ['ada', 'cancelled'],
    ])
  })

  it('stops a run that goes on, and takes no verdict from it', async () => {
    const queue = await opened()
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    queue.cancel(seq, 'ada')
    await nextTurn()
    expect(runner.cancelled()).toEqual([seq])
    runner.end(seq, green)
    await queue.idle()
    expect([states(), store.durationsOf('wiki', 'full', 1)]).toEqual([['wiki cancelled'], []])
  })

  it('S-06: makes a rerun a run of its own, newer than the first', async () => {
    const queue = await opened()
    const first = queue.enqueue(order('wiki')).run
    await nextTurn()
    runner.end(first.seq, green)
    await queue.idle()
    const { run } = queue.rerun(first.seq, 'bob')
    expect(run).toMatchObject({ recipe: 'wiki', pullRequest: first.pullRequest, askedBy: 'bob', commentId: null })
    expect(run.seq).toBeGreaterThan(first.seq)
    expect(store.audits(1)).toMatchObject([{ who: 'bob', action: 'rerun', outcome: `queued as ${run.seq}` }])
  })

  it('knows no run that never was', async () => {
    const queue = await opened()
    const unknown = expect.objectContaining({ code: 'RUN_UNKNOWN', exitCode: 2 })
    expect(() => queue.cancel(7, 'ada')).toThrow(unknown)
    expect(() => queue.rerun(7, 'ada')).toThrow(unknown)
  })
})

describe('a run that could not judge', () => {
  it.each([
    ['an infra fault', infra],
    ['no result', undefined],
  ])('is queued once more after %s, then ends as an error', async (_, end) => {
    const queue = await opened()
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    runner.end(seq, end)
    await nextTurn()
    expect(store.run(seq)).toMatchObject({ state: 'running', attempt: 2 })
    runner.end(seq, end)
    await queue.idle()
    expect(store.run(seq)).toMatchObject({ state: 'finished', attempt: 2, end: { verdict: 'error', fault: 'infra' } })
    expect(changes).toEqual(['queued', 'started', 'requeued', 'started', 'finished'].map((kind) => `${kind} wiki`))
  })

  it('is queued once more when its program cannot be started', async () => {
    const queue = await opened()
    runner.refuse(2)
    const { seq } = queue.enqueue(order('wiki')).run
    await queue.idle()
    expect(store.run(seq)).toMatchObject({ state: 'finished', attempt: 2, end: { verdict: 'error' } })
    expect(troubles).toHaveLength(2)
  })

  it('S-05: ends also when nobody can say how', async () => {
    const queue = await opened({
      reportEnd: async () => {
        throw new Error('no folder')
      },
    })
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    runner.end(seq, green)
    await queue.idle()
    expect([states(), waiting()]).toEqual([['wiki finished'], [`finished ${seq}`]])
  })

  it('tells of its end what was read of it before', async () => {
    const outgoing = { kind: 'answer', repository: '', pullRequest: 1, body: 'level 5' } as const
    const queue = await opened({ reportEnd: async ({ seq }) => [{ key: 'wiki 1', seq, outgoing }] })
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    runner.end(seq, green)
    await queue.idle()
    expect(waiting()).toEqual(['level 5'])
  })
})

describe('a thousand queued runs', () => {
  it('are all run, each once', async () => {
    const queue = await opened({ capacity: 8, report: () => [] })
    store.transaction(() => {
      for (let number = 1; number <= 1000; number += 1) store.enqueue(order(`recipe-${number % 40}`, number), 1)
    })
    const done = queue.idle()
    let isDone = false
    void done.then(() => {
      isDone = true
    })
    while (!isDone) {
      await nextTurn()
      expect(runner.going().length).toBeLessThanOrEqual(8)
      for (const seq of runner.going()) runner.end(seq, green)
    }
    expect([store.open().length, new Set(runner.started).size, runner.started.length]).toEqual([0, 1000, 1000])
    expect(troubles).toEqual([])
  })
})
