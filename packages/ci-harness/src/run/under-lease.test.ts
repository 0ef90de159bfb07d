import { InMemoryLeaseStore } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import { InMemorySwarm } from '../testing/index.js'
import { underLease } from './under-lease.js'

const domain = 'wiki-0a1b2c.ci.test'

async function world() {
  const leases = new InMemoryLeaseStore()
  const swarm = new InMemorySwarm()
  swarm.addStack('wiki', { volumes: ['data'] })
  const done: string[] = []
  const app = {
    deploy: async () => ({ ok: true as const }),
    undeploy: async () => void done.push('undeploy'),
    close: async () => void done.push('close'),
  }
  const engine = { open: async () => app, undeploy: async () => void done.push('undeploy') }
  const lease = await leases.acquire(domain, { holder: 'run 1' })
  const own = underLease({ swarm, engine } as unknown as Parameters<typeof underLease>[0], lease)
  return { leases, swarm, done, own, opened: await own.engine.open({} as never) }
}

it('changes what it is told to, as long as the lease is held', async () => {
  const { own, opened, swarm, done } = await world()
  await own.swarm.remove('volumes', 'wiki_data')
  await opened.undeploy()

  expect([await swarm.stacks(), done]).toEqual([[], ['undeploy']])
})

it('K-14: changes nothing once the lease is lost, but reads and closes', async () => {
  const { leases, own, opened, done } = await world()
  leases.leaveBehind(domain)

  for (const change of [
    () => own.swarm.remove('volumes', 'wiki_data'),
    () => own.engine.undeploy('wiki'),
    () => opened.undeploy(),
    () => opened.deploy({} as never),
  ])
    await expect(change()).rejects.toMatchObject({ code: 'LEASE_LOST' })
  expect(await own.swarm.stacks()).toEqual(['wiki'])
  await opened.close()
  expect(done).toEqual(['close'])
})
