import { CcCiError } from '@cc-ci/kernel'
import { ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import type { ExecOptions, ExecResult } from '../ports/swarm.js'
import { mysql } from './mysql-store.js'
import { postgres } from './postgres-store.js'
import { notAccepting } from './sql-store.js'
import type { FoundDatabase, StoreWorld } from './store.js'

const found = { name: 'a database', service: 'db', coverage: { backup: 'covered', note: null } } as const
const kinds = [postgres, mysql] as const
const unused = async () => Promise.reject(new Error('not expected'))

interface Call {
  readonly command: readonly string[]
  readonly options: ExecOptions | undefined
}

function open(kind: (typeof kinds)[number], answer: () => Partial<ExecResult>) {
  const calls: Call[] = []
  const clock = new ManualClock()
  const world: StoreWorld = {
    stack: 't',
    clock,
    companion: { exec: unused, folderOf: (volume) => volume },
    swarm: {
      containers: async () => [{ id: 'c', service: 't_db', task: 't', image: 'i', imageId: 'i', createdAt: 0 }],
      exec: async (_, command, options) => {
        calls.push({ command, options })
        return { exitCode: 0, stdout: '', stderr: '', ...answer() }
      },
      inspectContainer: unused,
      logs: unused,
    },
  }
  const database: FoundDatabase = { ...found, kind: kind.kind }
  return { store: kind.open(database, world), calls, clock }
}

describe.each(kinds)('a $kind store', (kind) => {
  it('hands its SQL over on standard input and nothing secret in arguments', async () => {
    const { store, calls } = open(kind, () => ({}))
    await store.seed()
    const [seed] = calls
    const values = seed?.options?.input?.match(/[0-9a-f]{48}/g) ?? []
    expect(values).toHaveLength(3)
    for (const { command, options } of calls) {
      expect(values.filter((value) => command.join(' ').includes(value))).toEqual([])
      expect(options?.env).toBeUndefined()
    }
  })

  it('throws after a minute in which the server takes no connections', async () => {
    const { store, clock } = open(kind, () => ({ exitCode: notAccepting, stderr: 'starting up' }))
    const expected = { code: 'STORE_UNREACHABLE', message: expect.stringContaining('starting up') }
    await expect(store.count()).rejects.toMatchObject(expected)
    expect(clock.monotonic()).toBe(60_000)
  })

  it('tries again while the container is replaced', async () => {
    let attempts = 0
    const { store } = open(kind, () => {
      attempts += 1
      if (attempts === 1) throw new CcCiError('CONTAINER_GONE', 'gone')
      return { exitCode: attempts === 2 ? notAccepting : 0 }
    })
    expect(await store.count()).toBe(0)
    expect(attempts).toBe(3)
  })

  it('never takes a client that failed for an empty table', async () => {
    const { store, clock } = open(kind, () => ({ exitCode: 1, stderr: 'access denied' }))
    await expect(store.count()).rejects.toMatchObject({ code: 'STORE_CLIENT_FAILED' })
    await expect(store.wipe()).rejects.toMatchObject({ code: 'STORE_CLIENT_FAILED' })
    expect(clock.monotonic()).toBe(0)
  })
})
