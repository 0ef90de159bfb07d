import { describe, expect, it } from 'vitest'
import { openScriptedStore, type ScriptedAnswer } from '../testing/open-scripted.js'
import { mysql } from './mysql-store.js'
import { postgres } from './postgres-store.js'
import { notAccepting } from './run-client.js'

const kinds = [postgres, mysql] as const
const open = (kind: (typeof kinds)[number], answer: ScriptedAnswer) =>
  openScriptedStore(kind, { image: 'db:1' }, answer)

describe.each(kinds)('a $kind store', (kind) => {
  it('hands its SQL over on standard input and nothing secret in arguments', async () => {
    const { store, calls } = await open(kind, () => ({}))
    await store.seed()
    const [seed] = calls
    const values = seed?.options.input?.match(/[0-9a-f]{48}/g) ?? []
    expect(values).toHaveLength(3)
    for (const { command, options } of calls) {
      expect(values.filter((value) => command.join(' ').includes(value))).toEqual([])
      expect(options.env).toBeUndefined()
    }
  })

  it('throws after a minute in which the server takes no connections', async () => {
    const { store, clock } = await open(kind, () => ({ exitCode: notAccepting, stderr: 'starting up' }))
    const expected = { code: 'STORE_UNREACHABLE', message: expect.stringContaining('starting up') }
    await expect(store.count()).rejects.toMatchObject(expected)
    expect(clock.monotonic()).toBe(60_000)
  })

  it('tries again while the container is replaced', async () => {
    let attempts = 0
    const { store } = await open(kind, () => {
      attempts += 1
      if (attempts === 1) return 'container gone'
      return { exitCode: attempts === 2 ? notAccepting : 0 }
    })
    expect(await store.count()).toEqual({ found: 0 })
    expect(attempts).toBe(3)
  })

  it('never takes a client that failed for an empty table', async () => {
    const { store, clock } = await open(kind, () => ({ exitCode: 1, stderr: 'access denied' }))
    await expect(store.count()).rejects.toMatchObject({ code: 'STORE_CLIENT_FAILED' })
    await expect(store.wipe()).rejects.toMatchObject({ code: 'STORE_CLIENT_FAILED' })
    expect(clock.monotonic()).toBe(0)
  })
})
