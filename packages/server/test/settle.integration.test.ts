import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { green, infra, orderOf as order, type QueueBench, setUpQueue } from './queue-bench.js'

let bench: QueueBench
beforeEach(() => {
  bench = setUpQueue()
})

describe('a run that could not judge', () => {
  it.each([
    ['an infra fault', infra],
    ['no result', undefined],
  ])('is queued once more after %s, then ends as an error', async (_, end) => {
    const queue = await bench.open()
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    bench.runner.end(seq, end)
    await nextTurn()
    expect(bench.store.run(seq)).toMatchObject({ state: 'running', attempt: 2 })
    bench.runner.end(seq, end)
    await queue.idle()
    expect(bench.store.run(seq)).toMatchObject({
      state: 'finished',
      attempt: 2,
      end: { verdict: 'error', fault: 'infra' },
    })
    expect(bench.changes).toEqual(
      ['queued', 'started', 'requeued', 'started', 'finished'].map((kind) => `${kind} wiki`),
    )
  })

  it('is queued once more when its program cannot be started', async () => {
    const queue = await bench.open()
    bench.runner.refuse(2)
    const { seq } = queue.enqueue(order('wiki')).run
    await queue.idle()
    expect(bench.store.run(seq)).toMatchObject({ state: 'finished', attempt: 2, end: { verdict: 'error' } })
    expect(bench.troubles).toHaveLength(2)
  })

  it('S-05: ends also when nobody can say how', async () => {
    const queue = await bench.open({
      reportEnd: async () => {
        throw new Error('no folder')
      },
    })
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    bench.runner.end(seq, green)
    await queue.idle()
    expect([bench.states(), bench.waiting()]).toEqual([['wiki finished'], [`finished ${seq}`]])
  })

  it('tells of its end what was read of it before', async () => {
    const outgoing = { kind: 'answer', repository: '', pullRequest: 1, body: 'level 5' } as const
    const queue = await bench.open({ reportEnd: async ({ seq }) => [{ key: 'wiki 1', seq, outgoing }] })
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    bench.runner.end(seq, green)
    await queue.idle()
    expect(bench.waiting()).toEqual(['level 5'])
  })
})

describe('an end that could not be stored', () => {
  it('is stored with the next change, and nothing of the run is made twice', async () => {
    let isFull = true
    const store = {
      ...bench.store,
      markEnded: (...ended: Parameters<typeof bench.store.markEnded>) => {
        if (isFull) throw new Error('the disk is full')
        bench.store.markEnded(...ended)
      },
    }
    const queue = await bench.open({ store })
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    bench.runner.end(seq, green)
    await nextTurn()
    expect([bench.states(), bench.waiting()]).toEqual([['wiki running'], [`started ${seq}`]])
    expect(bench.troubles[0]).toEqual(new Error('the disk is full'))
    isFull = false
    await queue.idle()
    expect([bench.states(), bench.waiting()]).toEqual([['wiki finished'], [`finished ${seq}`]])
    expect(bench.runner.started).toEqual([seq])
  })
})

describe('a queue that was closed', () => {
  it('stores nothing of what still goes on, which the next one takes up', async () => {
    const queue = await bench.open()
    const { seq } = queue.enqueue(order('wiki')).run
    await nextTurn()
    queue.close()
    bench.runner.end(seq, green)
    queue.enqueue(order('blog'))
    await nextTurn()
    expect([bench.states(), bench.runner.started]).toEqual([['wiki running', 'blog queued'], [seq]])
  })
})
