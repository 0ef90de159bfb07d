import type { LeaseStore, ListedLease } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'

const name = 'wiki-0a1b2c.example.org'

/** What every LeaseStore must do. `create` gives two runs' views of one place. */
export function leaseContract(title: string, create: () => readonly [LeaseStore, LeaseStore]): void {
  describe(`${title} keeps the LeaseStore contract`, () => {
    it('gives a name to one run only', async () => {
      const [ours, theirs] = create()
      const lease = await ours.tryAcquire(name, { holder: 'run 1' })

      await expect(lease?.assertHeld()).resolves.toBeUndefined()
      expect(await theirs.tryAcquire(name, { holder: 'run 2' })).toBeUndefined()
      expect(await ours.tryAcquire(name, { holder: 'run 1 again' })).toBeUndefined()
      expect(await theirs.tryAcquire('other.example.org', { holder: 'run 2' })).toBeDefined()
    })

    it('lists who holds what since when, and nothing that was released', async () => {
      const [ours, theirs] = create()
      const lease = await ours.tryAcquire(name, { holder: 'run 1' })

      expect(await theirs.list()).toEqual([
        { name, state: 'held', heldBy: expect.stringContaining('run 1'), heldSince: expect.any(Date) },
      ])
      await lease?.release()
      expect(await theirs.list()).toEqual([])
    })

    it('K-14: says that a released lease is no longer held, and takes a second release', async () => {
      const [ours, theirs] = create()
      const lease = await ours.acquire(name, { holder: 'run 1' })
      await lease.release()
      const next = await theirs.tryAcquire(name, { holder: 'run 2' })
      await lease.release()

      await expect(lease.assertHeld()).rejects.toMatchObject({ code: 'LEASE_LOST' })
      await expect(next?.assertHeld()).resolves.toBeUndefined()
    })

    it('lets those who wait have it one after the other, and tells them whom they wait for', async () => {
      const [ours, theirs] = create()
      const story: string[] = []
      const first = await ours.acquire(name, { holder: 'run 1', onWait: () => story.push('run 1 waits') })
      const take = async (holder: string, seen: () => void) => {
        const onWait = ({ heldBy }: ListedLease) => {
          story.push(`someone waits for ${heldBy?.slice(0, 5)}`)
          seen()
        }
        const lease = await theirs.acquire(name, { holder, onWait })
        story.push('someone holds')
        await lease.assertHeld()
        expect(await ours.tryAcquire(name, { holder: 'run 4' })).toBeUndefined()
        story.push('someone releases')
        await lease.release()
      }
      const turns: Promise<void>[] = []
      for (const holder of ['run 2', 'run 3']) {
        await new Promise<void>((seen) => turns.push(take(holder, seen)))
      }
      story.push('run 1 releases')
      await first.release()
      await Promise.all(turns)

      const turn = ['someone holds', 'someone releases']
      expect(story).toEqual(['someone waits for run 1', 'someone waits for run 1', 'run 1 releases', ...turn, ...turn])
    })

    it('stops waiting when cancelled, and leaves the lease to others', async () => {
      const [ours, theirs] = create()
      const lease = await ours.acquire(name, { holder: 'run 1' })
      const cancel = new AbortController()
      const waiting = theirs.acquire(name, { holder: 'run 2', signal: cancel.signal, onWait: () => cancel.abort() })

      await expect(waiting).rejects.toMatchObject({ code: 'LEASE_WAIT_ABORTED' })
      await lease.release()
      expect(await ours.tryAcquire(name, { holder: 'run 3' })).toBeDefined()
    })

    it('does not begin to wait when cancelled already', async () => {
      const waiting = create()[0].acquire(name, { holder: 'run 1', signal: AbortSignal.abort() })

      await expect(waiting).rejects.toMatchObject({ code: 'LEASE_WAIT_ABORTED' })
    })

    it.each(['', '.', '../x', 'a/b', '-x', 'a b', 'a\0', 'x'.repeat(201)])('refuses the name %j', async (bad) => {
      await expect(create()[0].tryAcquire(bad, { holder: 'run 1' })).rejects.toMatchObject({
        code: 'LEASE_NAME_INVALID',
        exitCode: 2,
      })
    })
  })
}
