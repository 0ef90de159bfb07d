import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FlockLeaseStore, type Lease, type ListedLease, SystemClock } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { leaseContract } from '../../kernel/test/lease.contract.js'
import { startProgram } from '../../kernel/test/programs/start-program.js'
import { objectNameOf } from '../src/adapters/lease-objects.js'
import { type LeasePlace, readLeasePlace } from '../src/adapters/lease-place.js'
import { SwarmLeaseStore } from '../src/adapters/swarm-lease-store.js'
import { docker, dockerHost } from './lease-bed.js'

const name = 'wiki-0a1b2c.example.org'

/** As if the folder were the lease folder of a host of its own: its kernel locks are real, and no other host sees them. */
function host(title: string, { boot = `boot of ${title}`, folder = temporaryFolder(onTestFinished) } = {}) {
  const place: LeasePlace = { host: title, boot, locks: `${boot} ${folder}`, machine: `machine ${title}` }
  const open = (clock = new SystemClock()) =>
    new SwarmLeaseStore({ dockerHost, local: new FlockLeaseStore(folder), clock, place: async () => place })
  return {
    store: open(),
    open,
    /** The same machine, started anew: an empty lease folder and another boot. */
    afterReboot: () => host(title, { boot: `${boot}, again` }).store,
    start: (...log: string[]) => {
      const args = [dockerHost, folder, JSON.stringify(place), name, ...log]
      return startProgram('hold-swarm-lease.ts', args, new URL('programs/', import.meta.url))
    },
  }
}

async function startHolder(on: ReturnType<typeof host>) {
  const other = on.start()
  await expect.poll(other.printed, { timeout: 30_000 }).toMatch(/held\n$/)
  return {
    kill: async () => {
      other.process.kill('SIGKILL')
      await other.ended
    },
  }
}

const objects = async () => (await docker('config', 'ls', '--quiet', '--filter', 'label=cc-ci.lease')).split('\n')

// The bed is one node, so that no run keeps its leases there.
afterEach(async () => {
  const left = (await objects()).filter((id) => id !== '')
  if (left.length > 0) await docker('config', 'rm', ...left)
})

leaseContract('SwarmLeaseStore, for two runs on one host,', () => {
  const one = host('ci-1')
  return [one.store, one.open()]
})
leaseContract('SwarmLeaseStore, for two runs on two hosts,', () => [host('ci-1').store, host('ci-2').store])

describe('a holder that is killed with -9', () => {
  it('frees its lease at once for the next run on its host', async () => {
    const ci1 = host('ci-1')
    const other = await startHolder(ci1)
    const waiting = ci1.store.acquire(name, { holder: 'next run', onWait: () => void other.kill() })
    const lease = await waiting

    await lease.assertHeld()
    expect(await ci1.store.list()).toMatchObject([{ name, state: 'held', heldBy: expect.stringMatching(/^next run/) }])
  })

  it('is listed on its host as free, until somebody takes the lease and gives it back', async () => {
    const ci1 = host('ci-1')
    await (await startHolder(ci1)).kill()

    expect(await ci1.store.list()).toEqual([{ name, state: 'free' }])
    await (await ci1.store.tryAcquire(name, { holder: 'janitor' }))?.release()
    expect([await ci1.store.list(), await objects()]).toEqual([[], ['']])
  })

  it('K-08: is unknown on every other host, which waits until its own host has cleared up', async () => {
    const [ci1, ci2] = [host('ci-1'), host('ci-2')]
    await (await startHolder(ci1)).kill()
    const told: unknown[] = []
    expect(await ci2.store.tryAcquire(name, { holder: 'other host' })).toBeUndefined()
    let waiting: Promise<Lease> | undefined
    await new Promise<void>((waits) => {
      const onWait = ({ heldBy }: ListedLease): void => {
        told.push(heldBy)
        waits()
      }
      waiting = ci2.store.acquire(name, { holder: 'other host', onWait })
    })
    // Of the two, either may be the first once the dead run's object is gone.
    const cleared = ci1.store.acquire(name, { holder: 'janitor' }).then((lease) => lease.release())
    const lease = await waiting
    await lease?.assertHeld()
    await lease?.release()
    await cleared

    expect(told).toEqual([expect.stringMatching(/^another run \(process \d+ on ci-1\)$/)])
  })
})

describe('a machine that was started anew', () => {
  it('K-09: frees what it held before, on that machine', async () => {
    const ci1 = host('ci-1')
    await ci1.store.acquire(name, { holder: 'before' })
    const later = ci1.afterReboot()

    expect(await later.list()).toEqual([{ name, state: 'free' }])
    await (await later.tryAcquire(name, { holder: 'after' }))?.assertHeld()
  })

  it('frees nothing that another machine of the same boot id, or of none that is known, holds', async () => {
    await host('ci-1', { boot: 'the same' }).store.acquire(name, { holder: 'before' })

    expect(await host('ci-2', { boot: 'the same' }).store.tryAcquire(name, { holder: 'x' })).toBeUndefined()
  })
})

describe('what lies in the Swarm', () => {
  it('is one object, which names lease, holder and host', async () => {
    await host('ci-1').store.acquire(name, { holder: 'run 1' })
    const data = await docker('config', 'inspect', '--format', '{{json .Spec}}', objectNameOf(name))
    const { Labels, Data } = JSON.parse(data)

    expect(Labels).toEqual({ 'cc-ci.lease': name })
    const note = { heldBy: 'run 1', pid: process.pid, place: { host: 'ci-1' } }
    expect(JSON.parse(Buffer.from(Data, 'base64').toString())).toMatchObject(note)
  })

  it('K-14: is missed by its holder when somebody removes it, and the next holder’s stays', async () => {
    const [robbed, next] = [host('ci-1').store, host('ci-2').store]
    const lease = await robbed.acquire(name, { holder: 'run 1' })
    await docker('config', 'rm', objectNameOf(name))
    await expect(lease.assertHeld()).rejects.toMatchObject({ code: 'LEASE_LOST' })
    const taken = await next.acquire(name, { holder: 'run 2' })
    await lease.release()

    await taken.assertHeld()
  })

  it('K-11: is named and left alone when it is no lease', async () => {
    const { store } = host('ci-1')
    const made = ['config', 'create', '--label', `cc-ci.lease=${name}`, objectNameOf(name), '/etc/hostname']
    await docker(...made)

    expect(await store.list()).toEqual([{ name, state: 'unreadable' }])
    await expect(store.tryAcquire(name, { holder: 'x' })).rejects.toMatchObject({
      code: 'LEASE_UNREADABLE',
      hint: expect.stringContaining(`docker config rm ${objectNameOf(name)}`),
    })
  })

  it('has a name that Swarm accepts, and another for each lease', async () => {
    const long = ['a', 'b'].map((end) => `${'x'.repeat(199)}${end}`)
    const { store } = host('ci-1')
    for (const each of [...long, 'ends-with.']) await store.acquire(each, { holder: 'x' })

    expect((await store.list()).map((lease) => lease.name)).toEqual(['ends-with.', ...long])
  })
})

it('the end of a wait is heard from the Swarm, not looked for', async () => {
  const clock = new SystemClock()
  // Sleeps for as long as nobody wakes it.
  const patient = Object.assign(Object.create(clock), {
    sleep: (_: number, signal?: AbortSignal) => clock.sleep(3_600_000, signal),
  })
  const lease = await host('ci-1').store.acquire(name, { holder: 'run 1' })
  const ci2 = host('ci-2').open(patient)

  await ci2.acquire(name, { holder: 'run 2', onWait: () => void lease.release() })
})

it('of many processes on several hosts only one at a time holds a lease', async () => {
  const log = join(temporaryFolder(onTestFinished), 'log')
  const hosts = [host('ci-1'), host('ci-2'), host('ci-3')]
  const started = hosts.flatMap((each) => [each.start(log), each.start(log)])
  const ended = await Promise.all(started.map((each) => each.ended))
  const turns = readFileSync(log, 'utf8').trim().split('\n')

  expect(ended.map(({ exitCode }) => exitCode)).toEqual(Array(6).fill(0))
  expect(turns).toHaveLength(12)
  for (let turn = 0; turn < 12; turn += 2) expect(turns[turn + 1]).toBe(turns[turn]?.replace('begin', 'end'))
})

it('a place is the folder itself, not its name, and needs a node to know its machine again', async () => {
  const [one, other] = [temporaryFolder(onTestFinished), temporaryFolder(onTestFinished)]
  const [here, again, there] = await Promise.all([one, one, other].map((folder) => readLeasePlace(folder, 'node')))

  expect(here).toEqual(again)
  expect(there?.locks).not.toBe(here?.locks)
  expect(there).toMatchObject({ boot: here?.boot, machine: here?.machine })
  expect(await readLeasePlace(join(one, 'missing'), undefined)).toMatchObject({ locks: undefined, machine: undefined })
})
