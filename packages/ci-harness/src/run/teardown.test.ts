import { CcCiError } from '@cc-ci/kernel'
import { ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import { InMemorySwarm } from '../testing/index.js'
import { tearDown } from './teardown.js'

const stack = 'wiki-0a1b2c_ci_test'
const whole = {
  services: ['app', 'db'],
  networks: ['internal'],
  volumes: ['data'],
  secrets: ['pw'],
  configs: ['conf'],
}
const companion = {
  stack,
  name: 'companion',
  image: 'restic:1',
  command: [],
  volumes: [{ volume: `${stack}_data`, path: '/data', readOnly: false }],
}

function world({ stopMs = 1_000 } = {}) {
  const clock = new ManualClock()
  const swarm = new InMemorySwarm({ clock, stopMs })
  const undeployed: string[] = []
  const engine = {
    undeploy: async (name: string) => {
      undeployed.push(name)
      const { services } = await swarm.belongings(name)
      for (const service of services) await swarm.remove('services', service)
    },
  }
  const removals = () => swarm.calls.filter((call) => call.startsWith('remove '))
  return { clock, swarm, engine, undeployed, removals }
}

const deaf = () => {
  throw new CcCiError('DOCKER_UNREACHABLE', 'No Docker daemon answers')
}

describe('teardown', () => {
  it('removes everything of the stack, companions included, and nothing of another', async () => {
    const bed = world()
    bed.swarm.addStack(stack, whole)
    bed.swarm.addStack('traefik', { services: ['app'], volumes: ['certs'], networks: ['internal'] })
    await bed.swarm.startCompanion(companion)

    expect(await tearDown(stack, bed)).toEqual([])
    expect(await bed.swarm.stacks()).toEqual(['traefik'])
    expect(bed.undeployed).toEqual([stack])
  })

  it('takes services first, containers before volumes, and touches no image', async () => {
    const bed = world()
    bed.swarm.addStack(stack, whole)
    await bed.swarm.startCompanion(companion)
    await tearDown(stack, bed)
    const order = bed.removals().map((call) => call.split(' ')[1])

    expect(order.indexOf('containers')).toBeGreaterThan(order.lastIndexOf('services'))
    const lastContainer = bed.swarm.calls.findLastIndex((call) => call.startsWith('remove containers'))
    const firstVolume = bed.swarm.calls.findIndex((call) => call.startsWith('remove volumes'))
    expect(bed.swarm.calls.slice(lastContainer, firstVolume)).toContain(`belongings ${stack}`)
    expect(new Set(order)).toEqual(new Set(['services', 'containers', 'networks', 'secrets', 'configs', 'volumes']))
  })

  it('tries again what is still in use', async () => {
    const bed = world()
    await bed.swarm.createVolume('shared', stack)
    bed.swarm.addStack('other', { services: ['app'], volumes: ['x'] })
    const user = await bed.swarm.startCompanion({
      ...{ ...companion, stack: 'other' },
      volumes: [{ volume: 'shared', path: '/', readOnly: true }],
    })
    const attempts = () => bed.removals().filter((call) => call === 'remove volumes shared').length
    bed.swarm.onCall = (call) => {
      if (call !== `belongings ${stack}` || attempts() !== 3) return
      bed.swarm.onCall = () => undefined
      void bed.swarm.remove('containers', user)
    }

    expect(await tearDown(stack, bed)).toEqual([])
    expect(attempts()).toBe(4)
  })

  it('is done at once when nothing is there', async () => {
    const bed = world()

    expect(await tearDown(stack, bed)).toEqual([])
    expect([bed.clock.monotonic(), bed.undeployed, bed.removals()]).toEqual([0, [], []])
  })
})

describe('H-11: what cannot be removed', () => {
  it('is named after two minutes, kind and name', async () => {
    const bed = world()
    await bed.swarm.createVolume(`${stack}_data`, stack)
    await bed.swarm.startCompanion({ ...companion, stack: 'other' })

    expect(await tearDown(stack, bed)).toEqual([`volume ${stack}_data`])
    expect(bed.clock.monotonic()).toBeGreaterThanOrEqual(120_000)
    expect(bed.clock.monotonic()).toBeLessThan(121_000)
  })

  it('is named, too, when it is a service that the engine does not take away', async () => {
    const bed = world()
    bed.swarm.addStack(stack, { services: ['app'] })
    bed.engine.undeploy = async () => undefined

    expect(await tearDown(stack, bed)).toEqual([`service ${stack}_app`])
  })
})

describe('a Swarm that does not answer', () => {
  it('is asked again until it does', async () => {
    const bed = world()
    bed.swarm.addStack(stack, whole)
    bed.swarm.onCall = () => {
      if (bed.clock.monotonic() < 60_000) deaf()
    }

    expect(await tearDown(stack, bed)).toEqual([])
    expect(await bed.swarm.stacks()).toEqual([])
  })

  it('leaves it unknown whether the stack is gone, and says how to look', async () => {
    const bed = world()
    bed.swarm.onCall = deaf

    await expect(tearDown(stack, bed)).rejects.toMatchObject({
      code: 'TEARDOWN_UNVERIFIED',
      exitCode: 3,
      message: expect.stringContaining('No Docker daemon answers'),
      hint: expect.stringContaining(`namespace=${stack}`),
    })
  })

  it('gets another try when only its removal failed', async () => {
    const bed = world()
    bed.swarm.addStack(stack, whole)
    let failures = 3
    const undeploy = bed.engine.undeploy
    bed.engine.undeploy = async (name) => (failures-- > 0 ? deaf() : undeploy(name))

    expect(await tearDown(stack, bed)).toEqual([])
  })
})
