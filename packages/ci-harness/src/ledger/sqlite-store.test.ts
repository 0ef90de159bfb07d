import { describe, expect, it } from 'vitest'
import { openSqliteStore } from './sqlite-store.js'
import type { SqliteAnswer, SqliteRequest } from './sqlite-tool.js'

const found = { name: 'sqlite data/app.db', path: '/v/app.db', coverage: { backup: 'covered', note: null } } as const

function open(change: (answer: SqliteAnswer, request: SqliteRequest) => SqliteAnswer = (answer) => answer) {
  let rows: SqliteRequest['canaries'] = []
  const ask = async (request: SqliteRequest) => {
    if (request.op !== 'count') rows = request.canaries ?? []
    return change({ state: 'ok', rows: rows ?? [], check: ['ok'] }, request)
  }
  return openSqliteStore(found, { sqlite: { ask, mount: async () => undefined } })
}

describe('a SQLite store', () => {
  it('seeds, counts and wipes', async () => {
    const store = open()
    expect([await store.seed(), await store.count()]).toEqual([3, { found: 3 }])
    await store.wipe()
    expect(await store.count()).toEqual({ found: 0 })
  })

  it.each<[string, SqliteAnswer, object]>([
    ['gone', { state: 'gone', words: 'x' }, { found: 0, damage: expect.stringContaining('the file is gone') }],
    ['malformed', { state: 'damaged', words: 'malformed' }, { found: 0, damage: 'SQLite cannot read it: malformed.' }],
  ])('tells that a file is %s', async (_, answer, count) => {
    expect(await open(() => answer).count()).toEqual(count)
  })

  it('tells new damage, and not what was there before', async () => {
    let check = ['row 1 missing from index a']
    const store = open((answer) => (answer.state === 'ok' ? { ...answer, check } : answer))
    await store.seed()
    expect(await store.count()).toEqual({ found: 3 })
    check = [...check, 'Page 7 is never used']
    expect(await store.count()).toEqual({
      found: 3,
      damage: 'SQLite’s check finds it damaged: Page 7 is never used.',
    })
  })

  it('throws, and does not say 0, while the file is locked', async () => {
    const store = open(() => ({ state: 'locked', words: 'database is locked' }))
    for (const verb of [store.seed, store.count, store.wipe])
      await expect(verb()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
  })

  it('does not call a file wiped that still has rows', async () => {
    let kept: SqliteAnswer | undefined
    const store = open((answer, { op }) => {
      if (op === 'seed') kept = answer
      return op === 'wipe' && kept !== undefined ? kept : answer
    })
    await store.seed()
    await expect(store.wipe()).rejects.toMatchObject({ code: 'STORE_NOT_WIPED' })
  })
})
