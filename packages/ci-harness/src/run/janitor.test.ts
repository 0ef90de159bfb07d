import { CcCiError } from '@cc-ci/kernel'
import { InMemoryLeaseStore, ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import { appDomain, stackNameOf } from '../recipe/names.js'
import { takeSweepLease } from '../sweep/take-sweep-lease.js'
import { InMemorySwarm } from '../testing/index.js'
import { reapOrphans } from './janitor.js'

const zone = 'ci.test'
const own = 'wiki-000000.ci.test'
const domain = 'blog-0a1b2c.ci.test'
const stackOf = (name: string) => stackNameOf({}, name)

function world() {
  const clock = new ManualClock()
  const leases = new InMemoryLeaseStore(clock)
  const swarm = new InMemorySwarm({ clock })
  const engine = {
    undeploy: async (stack: string) => {
      for (const service of (await swarm.belongings(stack)).services) await swarm.remove('services', service)
    },
  }
  return {
    ...{ clock, leases, swarm, engine },
    deploy: (...domains: string[]) => {
      for (const each of domains) swarm.addStack(stackOf(each), { services: ['app'], volumes: ['data'] })
    },
    reap: () => reapOrphans({ zone, own }, { clock, leases, swarm, engine }),
  }
}

const nothing = { reaped: [], notes: [] }

describe('an app of another run', () => {
  it('K-02: lives, as long as its lease is held', async () => {
    const bed = world()
    bed.deploy(domain)
    await bed.leases.tryAcquire(domain, { holder: 'run 1' })

    expect(await bed.reap()).toEqual(nothing)
    expect(await bed.swarm.stacks()).toEqual([stackOf(domain)])
  })

  it('is not warned of for a sweep, which takes hours', async () => {
    const bed = world()
    await takeSweepLease(bed.leases)
    bed.clock.advance(24 * 60 * 60_000)

    expect(await bed.reap()).toEqual(nothing)
    await expect(takeSweepLease(bed.leases)).rejects.toMatchObject({ code: 'SWEEP_RUNNING', exitCode: 3 })
  })

  it('K-08: lives however old it is, with a warning', async () => {
    const bed = world()
    bed.deploy(domain)
    await bed.leases.tryAcquire(domain, { holder: 'run 1' })
    bed.clock.advance(120 * 60_000)
    const before = await bed.reap()
    bed.clock.advance(1)

    expect([before, await bed.reap()]).toEqual([
      nothing,
      { reaped: [], notes: [`The lease ${domain} has been held for over 120 minutes.`] },
    ])
    expect(await bed.swarm.stacks()).toEqual([stackOf(domain)])
  })

  it.each([
    ['its lease was left behind', true],
    ['K-09: leases are gone since the reboot', false],
  ])('is reaped when nobody holds it: %s', async (_, leftBehind) => {
    const bed = world()
    bed.deploy(domain)
    if (leftBehind) bed.leases.leaveBehind(domain)

    expect(await bed.reap()).toEqual({ reaped: [domain], notes: [] })
    expect(await bed.swarm.stacks()).toEqual([])
    expect(await bed.leases.list()).toEqual([])
  })

  it('K-12: is reaped while the janitor holds its lease, so that a new run waits', async () => {
    const bed = world()
    bed.deploy(domain)
    const meanwhile: unknown[] = []
    bed.swarm.onCall = (call) => {
      if (call.startsWith('remove')) void bed.leases.list().then((leases) => meanwhile.push(...leases))
    }
    await bed.reap()

    expect(meanwhile.length).toBeGreaterThan(0)
    expect(meanwhile).toEqual(
      meanwhile.map(() => expect.objectContaining({ name: domain, state: 'held', heldBy: 'janitor' })),
    )
  })

  it('K-12: is reaped once by two janitors', async () => {
    const bed = world()
    bed.deploy(domain)
    const reports = await Promise.all([bed.reap(), bed.reap()])

    expect(reports.flatMap(({ reaped }) => reaped)).toEqual([domain])
  })

  it('is found by its stack name, which is cut at 45 characters in a long zone', async () => {
    const longZone = 'continuous-integration.recipes.example.org'
    const long = appDomain({ recipe: 'wordpress', pr: '1', ref: 'abc', zone: longZone })
    const bed = world()
    bed.deploy(long)
    const report = await reapOrphans({ zone: longZone, own }, bed)

    expect([stackOf(long).length, report.reaped]).toEqual([45, [long]])
    expect(await bed.swarm.stacks()).toEqual([])
  })
})

describe('what is left alone', () => {
  it.each([
    ['this run’s own app', own],
    ['another zone', 'blog-0a1b2c.ci.example'],
    ['a zone that only ends alike', 'blog-0a1b2c.other.ci.test'],
    ['a warm app', 'warm-0a1b2c.ci.test'],
    ['an app of a person', 'blog.ci.test'],
    ['the proxy', 'traefik'],
  ])('%s', async (_, name) => {
    const bed = world()
    bed.deploy(name)

    expect(await bed.reap()).toEqual(nothing)
    expect(await bed.swarm.stacks()).toEqual([stackOf(name)])
  })

  it.each(['warm-keycloak.ci.test', 'blog-0a1b2c.ci.example', own])('the lease %s without an app', async (name) => {
    const bed = world()
    bed.leases.leaveBehind(name)
    await bed.reap()

    expect(await bed.leases.list()).toMatchObject([{ name }])
  })
})

it('clears a free lease without an app away', async () => {
  const bed = world()
  bed.leases.leaveBehind(domain)

  expect(await bed.reap()).toEqual(nothing)
  expect(await bed.leases.list()).toEqual([])
})

describe('what cannot be reaped is said, and keeps nobody from the rest', () => {
  const other = 'wiki-0a1b2c.ci.test'

  it('K-11: a lease that cannot be read', async () => {
    const bed = world()
    bed.deploy(domain, other)
    const unreadable = new CcCiError('LEASE_UNREADABLE', `The lease on ${domain} cannot be read.`)
    const leases = {
      acquire: bed.leases.acquire.bind(bed.leases),
      list: async () => [{ name: domain, state: 'unreadable' } as const],
      tryAcquire: async (name: string, request: { holder: string }) => {
        if (name === domain) throw unreadable
        return bed.leases.tryAcquire(name, request)
      },
    }

    expect(await reapOrphans({ zone, own }, { ...bed, leases })).toEqual({
      reaped: [other],
      notes: [
        `The lease ${domain} cannot be read; it was left alone.`,
        `The orphan ${domain} could not be reaped: ${unreadable.message}`,
      ],
    })
    expect(await bed.swarm.stacks()).toEqual([stackOf(domain)])
  })

  it('an app of which something stays', async () => {
    const bed = world()
    bed.deploy(domain, other)
    const volume = `${stackOf(domain)}_data`
    const companion = { name: 'x', image: 'x', command: [], volumes: [{ volume, path: '/', readOnly: true }] }
    await bed.swarm.startCompanion({ ...companion, stack: 'traefik' })

    expect(await bed.reap()).toEqual({
      reaped: [other],
      notes: [`The orphan ${domain} could not be removed whole; it still has volume ${volume}.`],
    })
    expect(await bed.leases.list()).toEqual([])
  })

  it('a Swarm that stops answering', async () => {
    const bed = world()
    bed.deploy(domain)
    bed.swarm.onCall = (call) => {
      if (call.startsWith('belongings')) throw new CcCiError('DOCKER_UNREACHABLE', 'gone')
    }
    const { reaped, notes } = await bed.reap()

    expect(reaped).toEqual([])
    expect(notes).toEqual([expect.stringContaining(`The orphan ${domain} could not be reaped`)])
    expect(await bed.leases.list()).toEqual([])
  })
})
