import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ServerStore } from '../src/ports/server-store.js'
import type { RunEnd } from '../src/queue/queued-run.js'
import { exampleOrder, pullRequest } from '../src/testing/index.js'
import { openUntilTested, reopenUntilTested } from './open-until-tested.js'
import { startProgram } from './programs/start-program.js'

const green: RunEnd = { verdict: 'green', level: 5, fault: null, stopped: null }
const comment = (id: string) => ({
  ...{ id, repository: 'coop/notebook', pullRequest: 6, author: 'ada', body: '!testme', createdAt: 1 },
})

let file: string
beforeEach(() => {
  file = join(temporaryFolder(onTestFinished), 'server.db')
})
const open = (options?: { readOnly: boolean }): ServerStore => openUntilTested(file, options)
const reopen = (store: ServerStore): ServerStore => reopenUntilTested(store, file)

describe('the store of runs', () => {
  it('keeps a run as it was ordered, and every step of it', () => {
    const order = exampleOrder({ mode: { kind: 'tiers', tiers: ['install'] }, priority: 3 })
    let store = open()
    const { seq } = store.enqueue(order, 1000.5)
    expect(store.run(seq)).toEqual({
      ...order,
      ...{ seq: 1_000_500, state: 'queued', attempt: 1, askedAt: 1000.5, startedAt: null, endedAt: null },
      ...{ process: null, folder: null, end: null },
    })
    store.markStarted(seq, { pid: 7, procStart: '99' }, 1001)
    store.markFolder(seq, '12')
    store = reopen(store)
    const started = { state: 'running', startedAt: 1001, process: { pid: 7, procStart: '99' }, folder: '12' }
    expect(store.open()).toEqual([expect.objectContaining(started)])
    store.markEnded(seq, green, 1060)
    store = reopen(store)
    expect(store.open()).toEqual([])
    expect(store.ended(5)).toEqual([expect.objectContaining({ state: 'finished', endedAt: 1060, end: green })])
  })

  it('gives numbers that grow with time, also within a millisecond, and after the clock was set back', () => {
    const store = open()
    const at = [2000, 2000, 1000, 3000]
    expect(at.map((each) => store.enqueue(exampleOrder(), each).seq)).toEqual([
      2_000_000, 2_000_001, 2_000_002, 3_000_000,
    ])
  })

  it('gives greater numbers than before when it was lost, so that old comments never win', () => {
    const lost = open().enqueue(exampleOrder(), 2000).seq
    file = `${file}-new`
    expect(open().enqueue(exampleOrder(), 2001).seq).toBeGreaterThan(lost)
  })

  it('queues a run again as its second attempt, as if it had not started', () => {
    const store = open()
    const { seq } = store.enqueue(exampleOrder(), 1)
    store.markStarted(seq, { pid: 7, procStart: '99' }, 2)
    store.markFolder(seq, '12')
    store.requeue(seq)
    const again = { state: 'queued', attempt: 2, startedAt: null, process: null, folder: null }
    expect(store.run(seq)).toMatchObject(again)
  })

  it('leaves what has ended as it ended', () => {
    const store = open()
    const { seq } = store.enqueue(exampleOrder(), 1)
    store.withdraw(seq, 'cancelled', 2)
    store.markStarted(seq, { pid: 7, procStart: '99' }, 3)
    store.requeue(seq)
    store.markEnded(seq, green, 4)
    store.withdraw(seq, 'superseded', 5)
    expect(store.run(seq)).toMatchObject({ state: 'cancelled', attempt: 1, endedAt: 2, process: null, end: null })
  })

  it('lists ended runs newest first, by when they ended', () => {
    const store = open()
    const [one, two, three] = [1, 2, 3].map((at) => store.enqueue(exampleOrder(), at).seq) as [number, number, number]
    for (const [seq, at] of [
      [two, 10],
      [three, 20],
      [one, 30],
    ] as const)
      store.withdraw(seq, 'cancelled', at)
    expect(store.ended(2).map(({ seq }) => seq)).toEqual([one, three])
  })

  it('tells how long runs took that ended by a verdict, of a recipe and mode, newest first', () => {
    const store = open()
    const run = (seconds: number, end: RunEnd | 'cancelled', more = {}): void => {
      const { seq } = store.enqueue(exampleOrder(more), 100)
      store.markStarted(seq, { pid: 7, procStart: '9' }, 100)
      if (end === 'cancelled') store.withdraw(seq, end, 100 + seconds)
      else store.markEnded(seq, end, 100 + seconds)
    }
    run(10, green)
    run(20, { ...green, verdict: 'red' })
    run(30, { ...green, verdict: 'error' })
    run(40, 'cancelled')
    run(50, green, { mode: { kind: 'quick' } })
    run(60, green, { recipe: 'wiki' })
    expect(store.durationsOf('notebook', 'full', 9)).toEqual([20, 10])
    expect(store.durationsOf('notebook', 'full', 1)).toEqual([20])
  })
})

describe('what else is not forgotten', () => {
  it('S-01, S-07: knows a comment, whoever told of it first, and after a restart', () => {
    let store = open()
    expect([store.remember(comment('41'), 1), store.remember(comment('41'), 2)]).toEqual([true, false])
    store = reopen(store)
    expect([store.remember(comment('41'), 3), store.remember(comment('42'), 3)]).toEqual([false, true])
  })

  it('how far was looked for comments', () => {
    let store = open()
    expect(store.cursorOf('coop/notebook')).toBeNull()
    for (const cursor of ['a', 'b']) store.setCursor('coop/notebook', cursor)
    store = reopen(store)
    expect(store.cursorOf('coop/notebook')).toBe('b')
  })

  it('who did what by hand, newest first', () => {
    const store = open()
    const entry = (at: number) => ({ at, who: 'ada', action: 'cancel', subject: '7', outcome: 'cancelled' })
    for (const at of [1, 2, 3]) store.audit(entry(at))
    expect(store.audits(2)).toEqual([entry(3), entry(2)])
  })
})

describe('a transaction', () => {
  it('is undone as a whole when its work throws', () => {
    const store = open()
    const work = (): never => {
      store.enqueue(exampleOrder(), 1)
      store.tell('comment', 1, { kind: 'answer', repository: 'coop/notebook', pullRequest: 6, body: 'queued' }, 1)
      throw new Error('no')
    }
    expect(() => store.transaction(work)).toThrow('no')
    expect([store.open(), store.due(9)]).toEqual([[], []])
  })

  it('inside another is part of it, and undone alone when only that one throws', () => {
    const store = open()
    store.transaction(() => {
      store.transaction(() => store.enqueue(exampleOrder({ recipe: 'kept' }), 1))
      const undone = (): never => {
        store.enqueue(exampleOrder({ recipe: 'undone' }), 2)
        throw new Error('no')
      }
      expect(() => store.transaction(undone)).toThrow('no')
    })
    expect(store.open().map(({ recipe }) => recipe)).toEqual(['kept'])
  })

  it('killed with -9 among many: each is there as a whole or not at all, and none that was stored is lost', async () => {
    const program = startProgram('write-until-killed.ts', [file])
    await program.lines(50)
    await program.kill()
    const said = program.printed().split('\n').slice(0, -1).map(Number)
    const store = open()
    const queued = store.open().map(({ seq }) => seq)
    expect(queued).toEqual(expect.arrayContaining(said))
    expect(queued.length - said.length).toBeLessThanOrEqual(1)
    expect(store.ended(queued.length + 5)).toHaveLength(queued.length)
    expect(store.due(1e9).map(({ seq }) => seq)).toEqual(queued)
  })
})

describe('a store that cannot be opened', () => {
  it('is refused when it is damaged, and not touched', () => {
    const damaged = Buffer.alloc(8192, 'no database')
    writeFileSync(file, damaged)
    expect(() => open()).toThrow(
      expect.objectContaining({ code: 'SERVER_STORE_FAILED', message: expect.stringContaining('is damaged') }),
    )
    expect(readFileSync(file)).toEqual(damaged)
  })

  it('is refused when pages in its middle are damaged', () => {
    const store = open()
    store.transaction(() => {
      for (let at = 1; at <= 200; at += 1) store.enqueue(exampleOrder({ pullRequest: pullRequest(at) }), at)
    })
    store.close()
    const bytes = readFileSync(file)
    bytes.fill(0xaa, 4096 * 2, 4096 * 6)
    writeFileSync(file, bytes)
    expect(() => open()).toThrow(expect.objectContaining({ code: 'SERVER_STORE_FAILED' }))
    expect(readFileSync(file)).toEqual(bytes)
  })

  it('is refused while another server has it; who only looks may, and changes nothing', () => {
    const store = open()
    store.enqueue(exampleOrder(), 1)
    expect(() => open()).toThrow(
      expect.objectContaining({ message: expect.stringContaining('in use by another process') }),
    )
    const looking = open({ readOnly: true })
    expect(looking.open()).toHaveLength(1)
    expect(() => looking.enqueue(exampleOrder(), 2)).toThrow(expect.objectContaining({ code: 'SERVER_STORE_FAILED' }))
    store.enqueue(exampleOrder(), 3)
    expect(looking.open()).toHaveLength(2)
  })

  it('is refused to who only looks when there is none', () => {
    expect(() => open({ readOnly: true })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('does not exist') }),
    )
  })
})
