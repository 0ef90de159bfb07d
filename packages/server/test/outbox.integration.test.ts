import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ServerStore } from '../src/ports/server-store.js'
import type { Outgoing } from '../src/report/outgoing.js'
import { openUntilTested, reopenUntilTested } from './open-until-tested.js'

const answer = (body: string): Outgoing => ({ kind: 'answer', repository: 'coop/notebook', pullRequest: 6, body })

let file: string
let store: ServerStore
beforeEach(() => {
  file = join(temporaryFolder(onTestFinished), 'server.db')
  store = openUntilTested(file)
})

describe('the outbox', () => {
  it('tells of a key only the newest, in the order of what was put in', () => {
    store.tell('status', 1, answer('pending'), 10)
    store.tell('comment', 1, answer('queued'), 10)
    store.tell('status', 1, answer('green'), 11)
    expect(store.due(11).map(({ key, outgoing }) => [key, outgoing])).toEqual([
      ['comment', answer('queued')],
      ['status', answer('green')],
    ])
  })

  it('S-10: drops what an older run has to say, whether the newer was told or waits', () => {
    store.tell('comment', 5, answer('newer'), 1)
    store.tell('comment', 4, answer('older'), 2)
    const [waiting] = store.due(2)
    expect([store.due(2).length, waiting?.outgoing]).toEqual([1, answer('newer')])
    store.markTold(waiting?.id ?? 0)
    store.tell('comment', 4, answer('older'), 3)
    expect(store.due(3)).toEqual([])
    store.tell('comment', 5, answer('newer, ended'), 4)
    expect(store.due(4)).toHaveLength(1)
  })

  it('S-10: counts what was told of an entry that was replaced while it was on its way', () => {
    store.tell('comment', 5, answer('running'), 1)
    const [onItsWay] = store.due(1)
    store.tell('comment', 5, answer('ended'), 2)
    store.markTold(onItsWay?.id ?? 0)
    expect(store.due(2).map(({ outgoing }) => outgoing)).toEqual([answer('ended')])
    store.tell('comment', 4, answer('older'), 3)
    expect(store.due(3).map(({ outgoing }) => outgoing)).toEqual([answer('ended')])
  })

  it('S-08: keeps what could not be told, for later and in its order', () => {
    for (const key of ['first', 'second']) store.tell(key, 1, answer(key), 10)
    const [first] = store.due(10)
    store.postpone(first?.id ?? 0, 40)
    expect(store.due(39).map(({ key }) => key)).toEqual(['second'])
    store = reopenUntilTested(store, file)
    expect(store.due(40).map(({ key, attempts }) => [key, attempts])).toEqual([
      ['first', 1],
      ['second', 0],
    ])
  })

  it('says an answer again that was asked for again', () => {
    store.tell('answer 41', 0, answer('help'), 1)
    store.markTold(store.due(1)[0]?.id ?? 0)
    store.tell('answer 41', 0, answer('help'), 2)
    expect(store.due(2)).toHaveLength(1)
  })
})
