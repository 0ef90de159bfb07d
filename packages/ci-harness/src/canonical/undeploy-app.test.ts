import { ManualClock } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import { InMemorySwarm } from '../testing/index.js'
import { undeployApp } from './undeploy-app.js'

const stack = 'warm-wiki_ci_test'
const whole = {
  ...{ services: ['app', 'db'], networks: ['internal'], configs: ['conf'] },
  ...{ volumes: ['data'], secrets: ['pw'] },
}

function bed({ stopMs }: { stopMs: number }) {
  const clock = new ManualClock()
  const swarm = new InMemorySwarm({ clock, stopMs })
  const engine = {
    undeploy: async (name: string) => {
      for (const service of (await swarm.belongings(name)).services) await swarm.remove('services', service)
    },
  }
  swarm.addStack(stack, whole)
  return { clock, swarm, engine }
}

it('K-15: ends everything that runs and keeps volumes and secrets', async () => {
  const world = bed({ stopMs: 10_000 })
  await world.swarm.startCompanion({ stack, name: 'companion', image: 'restic:1', command: [], volumes: [] })

  expect(await undeployApp(stack, world)).toEqual([])
  expect(await world.swarm.belongings(stack)).toEqual({
    ...{ services: [], containers: [], networks: [], configs: [] },
    ...{ volumes: [`${stack}_data`], secrets: [`${stack}_pw`] },
  })
})

it('lets containers write what they have not written yet, instead of killing them', async () => {
  const world = bed({ stopMs: 10_000 })
  const begun = world.clock.monotonic()
  await undeployApp(stack, world)

  expect(world.clock.monotonic() - begun).toBeGreaterThanOrEqual(10_000)
  expect(world.swarm.calls.filter((call) => call.startsWith('remove containers'))).toEqual([])
})

it('K-15: says what still runs when the time is up, and never that it is gone', async () => {
  const left = await undeployApp(stack, bed({ stopMs: 600_000 }))

  expect(left.join()).toContain('container')
})
