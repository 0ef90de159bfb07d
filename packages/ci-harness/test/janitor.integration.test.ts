import { mkdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startProgram } from '../../kernel/test/programs/start-program.js'
import { stackNameOf } from '../src/recipe/names.js'
import { underLease } from '../src/run/under-lease.js'
import { sh } from './docker-swarm-bed.js'
import { deployApp, docker, dockerHost, leaseBed, swarm } from './lease-bed.js'

describe('a run that begins while another one is under way', () => {
  it('K-02: leaves the app of the other alone, and says that it met it', async () => {
    const { domain, hold, begin } = leaseBed()
    await hold(domain)
    const app = await deployApp(domain)
    const before = await app.tasks()
    const { start, warnings } = await begin()

    expect(before).toHaveLength(1)
    expect(await app.tasks()).toEqual(before)
    expect([start.runs, warnings]).toEqual([[expect.stringMatching(`^${domain}, held by another run`)], []])
  })

  it('K-08: leaves an old one alone, too, whatever its lease says, and warns', async () => {
    const { domain, folder, hold, begin } = leaseBed()
    await hold(domain)
    // As if it had begun three hours ago, under a process id that now is another program's.
    const note = { heldBy: 'run 1', heldSince: new Date(Date.now() - 3 * 3_600_000), pid: 1 }
    writeFileSync(join(folder, `${domain}.lease`), JSON.stringify(note))
    const app = await deployApp(domain)
    const before = await app.tasks()
    const { warnings } = await begin()

    expect(await app.tasks()).toEqual(before)
    expect(warnings).toEqual([`The lease ${domain} has been held for over 120 minutes.`])
  })
})

describe('the app of a dead run', () => {
  it.each([
    ['after kill -9', () => undefined],
    ['after a reboot, which empties the lease folder', (folder: string) => rmSync(folder, { recursive: true })],
  ])('K-09: is reaped at the next start %s, and the result names it', async (_, happen) => {
    const { domain, folder, leases, hold, begin } = leaseBed()
    const other = await hold(domain)
    const app = await deployApp(domain)
    await other.kill()
    happen(folder)
    const { warnings } = await begin()

    expect(await app.rest()).toEqual([])
    expect(warnings).toEqual([`A dead run had left ${domain}; it was removed.`])
    expect(await leases.list()).toEqual([])
  })

  it('K-16: is reported when it is one of the very domain that is to be tested', async () => {
    const { domain, begin } = leaseBed()
    const app = await deployApp(domain)
    const { start, warnings } = await begin(domain)

    expect(await app.rest()).toEqual([])
    expect(warnings).toEqual([expect.stringMatching(`^A dead run of this domain had left ${app.stack}_app, .*removed`)])
    expect(start).toMatchObject({ load: expect.any(Number), cores: expect.any(Number), runs: [] })
  })

  it('K-11: is reaped although something that is no lease lies among the leases', async () => {
    const { domain, zone, folder, begin } = leaseBed()
    mkdirSync(join(folder, `shop-0a1b2c.${zone}.lease`), { recursive: true })
    const app = await deployApp(domain)
    const { warnings } = await begin()

    expect(await app.rest()).toEqual([])
    expect(warnings).toContain(`The lease shop-0a1b2c.${zone} cannot be read; it was left alone.`)
  })
})

describe('two janitors at once', () => {
  it('K-12: one reaps and the other looks on, and a run of that domain waits until all is gone', async () => {
    const { domain, zone, folder, leases } = leaseBed()
    const app = await deployApp(domain)
    const blocker = await holdVolume(`${app.stack}_data`)
    const janitors = [1, 2].map(() =>
      startProgram('reap-orphans.ts', [folder, zone, dockerHost], new URL('programs/', import.meta.url)),
    )
    await expect.poll(() => leases.list(), { timeout: 30_000 }).toMatchObject([{ state: 'held' }])
    const waiting = leases.acquire(domain, { holder: 'new run' })
    const met = waiting.then(() => app.rest())
    await blocker.remove()
    const reports = await Promise.all(
      janitors.map(async ({ ended, printed }) => ended.then(() => JSON.parse(printed()))),
    )

    expect(await met).toEqual([])
    expect(reports.flatMap(({ reaped }) => reaped)).toEqual([domain])
    await (await waiting).release()
  })
})

describe('a run that has lost its lease', () => {
  it('K-14: changes nothing of the app any more, since it may be another run’s', async () => {
    const { domain, folder, leases, world } = leaseBed()
    const lease = await leases.acquire(domain, { holder: 'run 1' })
    const app = await deployApp(domain)
    const own = underLease(world, lease)
    const [container] = await own.swarm.containers(app.stack)
    unlinkSync(join(folder, `${domain}.lease`))
    const before = await app.rest()
    const stack = stackNameOf({}, domain)

    for (const change of [
      () => own.engine.undeploy(stack),
      () => own.swarm.createSecret({ name: `${stack}_new_v1`, stack, value: 'x' }),
      () => own.swarm.remove('services', `${stack}_app`),
      () => own.swarm.exec(container?.id ?? '', ['/bin/true']),
    ])
      await expect(change()).rejects.toMatchObject({ code: 'LEASE_LOST' })
    expect(await app.rest()).toEqual(before)
  })
})

/** Keeps a volume from being removed, as long as the container is there. */
async function holdVolume(volume: string) {
  const id = await docker('run', '--detach', '--volume', `${volume}:/held`, sh.image, 'sleep', '600')
  const remove = () => swarm.removeContainer(id)
  onTestFinished(remove)
  return { remove }
}
