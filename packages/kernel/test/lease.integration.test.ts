import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FlockLeaseStore, type Lease } from '@cc-ci/kernel'
import { InMemoryLeaseStore, ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { leaseContract } from './lease.contract.js'
import { isAlive, startProgram } from './programs/start-program.js'

leaseContract('FlockLeaseStore', () => {
  const folder = join(temporaryFolder(onTestFinished), 'made', 'on demand')
  return [new FlockLeaseStore(folder), new FlockLeaseStore(folder)]
})
leaseContract('InMemoryLeaseStore', () => {
  const store = new InMemoryLeaseStore()
  return [store, store]
})

const name = 'wiki-0a1b2c.example.org'
const holder = 'this run'

function createStore() {
  const folder = temporaryFolder(onTestFinished)
  return { folder, path: join(folder, `${name}.lease`), store: new FlockLeaseStore(folder) }
}

async function startHolder(folder: string, ...wishes: readonly string[]) {
  const other = startProgram('hold-lease.ts', [folder, name, ...wishes])
  await expect.poll(other.printed, { timeout: 20_000 }).toMatch(/held\n$/)
  return other
}

it('a killed holder frees the lease and leaves it behind', async () => {
  const { folder, store } = createStore()
  const other = await startHolder(folder)
  const waiting = store.acquire(name, { holder, onWait: () => other.process.kill('SIGKILL') })

  const lease = await waiting
  await lease.assertHeld()
  expect(await store.list()).toEqual([
    { name, state: 'held', heldBy: `${holder} (process ${process.pid})`, heldSince: expect.any(Date) },
  ])
})

it('lists a lease whose holder was killed as free, until it is taken and released', async () => {
  const { folder, store } = createStore()
  const other = await startHolder(folder)
  other.process.kill('SIGKILL')
  await other.ended

  expect(await store.list()).toEqual([{ name, state: 'free' }])
  await (await store.tryAcquire(name, { holder }))?.release()
  expect(await store.list()).toEqual([])
})

it('a Ctrl-C that the holder survives frees nothing', async () => {
  const { folder, store } = createStore()
  const other = await startHolder(folder)
  process.kill(-(other.process.pid ?? 0), 'SIGINT')
  await expect.poll(other.printed, { timeout: 5000 }).toContain('interrupted')

  expect(await store.tryAcquire(name, { holder })).toBeUndefined()
})

it('K-06: garbage collection frees nothing, even if nobody keeps the lease', async () => {
  const { folder, store } = createStore()
  await startHolder(folder, 'collect-garbage')

  expect(await store.tryAcquire(name, { holder })).toBeUndefined()
})

it('K-07: one who waited for a lease file that was removed meanwhile waits on for the new one', async () => {
  const { path, store } = createStore()
  const story: string[] = []
  const first = await store.acquire(name, { holder: 'run 1' })
  const take = async (onWait: () => void) => {
    const lease = await store.acquire(name, { holder: 'run 2', onWait })
    story.push('run 2 holds')
    return lease
  }
  let second: Promise<Lease> | undefined
  await new Promise<void>((waits) => {
    second = take(waits)
  })
  unlinkSync(path)
  const third = await store.acquire(name, { holder: 'run 3' })
  await first.release() // hands run 2 the lock on the removed file

  await expect(first.assertHeld()).rejects.toMatchObject({ code: 'LEASE_LOST' })
  expect(await store.tryAcquire(name, { holder: 'run 4' })).toBeUndefined()
  await third.assertHeld()
  story.push('run 3 releases')
  await third.release()
  await (await second)?.assertHeld()
  expect(story).toEqual(['run 3 releases', 'run 2 holds'])
})

it('K-07: a holder whose lease file was removed knows, and leaves its successor alone', async () => {
  const { path, store } = createStore()
  const robbed = await store.acquire(name, { holder: 'run 1' })
  unlinkSync(path)
  await expect(robbed.assertHeld()).rejects.toMatchObject({ code: 'LEASE_LOST' })
  const next = await store.acquire(name, { holder: 'run 2' })
  await robbed.release()

  await next.assertHeld()
})

it('K-08: neither age nor what is written in the file makes a live lease free', async () => {
  const { folder, path, store } = createStore()
  await new FlockLeaseStore(folder, new ManualClock('2020-01-01T00:00:00Z')).acquire(name, { holder: 'old run' })

  expect(await store.list()).toMatchObject([{ state: 'held', heldSince: new Date('2020-01-01T00:00:00Z') }])
  writeFileSync(path, 'no note at all')
  expect(await store.tryAcquire(name, { holder })).toBeUndefined()
  expect(await store.list()).toEqual([{ name, state: 'held' }])
})

it('K-08: a note that names a living process does not hold a lease', async () => {
  const { path, store } = createStore()
  writeFileSync(path, JSON.stringify({ heldBy: 'a run', heldSince: new Date(), pid: process.pid }))

  expect(await store.list()).toEqual([{ name, state: 'free' }])
  expect(await store.tryAcquire(name, { holder })).toBeDefined()
})

it('K-10: a child that outlives the holder does not hold the lease', async () => {
  const { folder, store } = createStore()
  const other = await startHolder(folder, 'start-child')
  const child = Number(/child (\d+)/.exec(other.printed())?.[1])
  onTestFinished(() => void process.kill(child))
  other.process.kill('SIGKILL')
  await other.ended

  expect(isAlive(child)).toBe(true)
  expect(await store.tryAcquire(name, { holder })).toBeDefined()
})

it.each<[string, (path: string) => void]>([
  ['a folder', (path) => mkdirSync(path)],
  ['a link to itself', (path) => symlinkSync(path, path)],
  ['a link to nothing', (path) => symlinkSync(`${path}.gone`, path)],
  ['a link to a file', (path) => symlinkSync('/etc/hostname', path)],
  ['a pipe', (path) => execFileSync('mkfifo', [path])],
])('K-11: %s in place of a lease is listed as unreadable, and the others all the same', async (_, make) => {
  const { path, store } = createStore()
  await store.acquire('another.example.org', { holder })
  make(path)

  expect(await store.list()).toMatchObject([
    { name: 'another.example.org', state: 'held' },
    { name, state: 'unreadable' },
  ])
  await expect(store.tryAcquire(name, { holder })).rejects.toMatchObject({
    code: 'LEASE_UNREADABLE',
    message: expect.stringContaining(path),
  })
})

it('lets every user of this host take leases, whoever took the first', async () => {
  const folder = join(createStore().folder, 'made')
  const before = process.umask(0o077)
  onTestFinished(() => void process.umask(before))
  await new FlockLeaseStore(folder).acquire(name, { holder })

  expect(statSync(folder).mode & 0o7777).toBe(0o1777)
  expect(statSync(join(folder, `${name}.lease`)).mode & 0o777).toBe(0o666)
})

it('K-11: where no lease was ever taken, there are none', async () => {
  const { folder } = createStore()

  expect(await new FlockLeaseStore(join(folder, 'missing')).list()).toEqual([])
  expect(existsSync(join(folder, 'missing'))).toBe(false)
})

it('K-11: a lease folder that is none is an error, not an empty list', async () => {
  const { folder } = createStore()
  writeFileSync(join(folder, 'file'), '')
  const store = new FlockLeaseStore(join(folder, 'file'))

  await expect(store.list()).rejects.toMatchObject({ code: 'LEASE_UNREADABLE' })
  await expect(store.tryAcquire(name, { holder })).rejects.toMatchObject({ code: 'LEASE_UNREADABLE' })
})

it('many who look at a free lease do not keep anybody from taking it', async () => {
  const { path, store } = createStore()
  writeFileSync(path, '')
  const looking = Array.from({ length: 10 }, () => store.list())
  const lease = await store.tryAcquire(name, { holder })
  await Promise.all(looking)

  expect(lease).toBeDefined()
})

it('in memory, too, a test can let a holder die', async () => {
  const store = new InMemoryLeaseStore()
  const lease = await store.acquire(name, { holder: 'run 1' })
  const next = store.acquire(name, { holder: 'run 2', onWait: () => store.leaveBehind(name) })

  await (await next).assertHeld()
  await expect(lease.assertHeld()).rejects.toMatchObject({ code: 'LEASE_LOST' })
  store.leaveBehind(name)
  expect(await store.list()).toEqual([{ name, state: 'free' }])
})
