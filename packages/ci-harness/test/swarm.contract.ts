import type { Clock } from '@cc-ci/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import type { Belongings } from '../src/ports/swarm.js'
import type { InMemorySwarm } from '../src/testing/index.js'

/** What `InMemorySwarm` has of the port: the fewer methods a double has, the less there is to be wrong about. */
type TestedSwarm = Pick<
  InMemorySwarm,
  | 'belongings'
  | 'owners'
  | 'containers'
  | 'createSecret'
  | 'createVolume'
  | 'describe'
  | 'imageId'
  | 'memoryOf'
  | 'network'
  | 'pull'
  | 'remove'
  | 'secretNames'
  | 'stacks'
  | 'startCompanion'
>

export interface SwarmSubject {
  readonly swarm: TestedSwarm
  readonly clock: Clock
  /** An image that the Swarm has. */
  readonly image: string
  freshStack(): string
  /** Lets a stack run: service `app` of the image, with volume `data`, secret `pw` and a network of its own. */
  deploy(stack: string): Promise<void>
}

const nothing: Belongings = { services: [], containers: [], networks: [], volumes: [], secrets: [], configs: [] }

/** What every Swarm must do for the run core, real or not. */
export function swarmContract(title: string, create: () => SwarmSubject): void {
  describe(`${title} keeps the Swarm contract`, { timeout: 120_000 }, () => {
    const used: [SwarmSubject, string][] = []
    const begin = () => {
      const subject = create()
      const stack = subject.freshStack()
      used.push([subject, stack])
      return { ...subject, stack, removeAll: () => removeEverything(subject, stack) }
    }

    afterEach(async () => {
      for (const [subject, stack] of used.splice(0)) await removeEverything(subject, stack)
    }, 120_000)

    it('describes itself', async () => {
      const { swarm } = begin()
      expect(await swarm.describe()).toMatchObject({
        dockerVersion: expect.stringMatching(/^\d/),
        dataRoot: expect.stringMatching(/^\//),
      })
    })

    it('knows nothing of a stack that never was, and removes what is not there', async () => {
      const { swarm, stack } = begin()

      expect(await swarm.belongings(stack)).toEqual(nothing)
      expect(await swarm.stacks()).not.toContain(stack)
      expect(await swarm.containers(stack)).toEqual([])
      for (const kind of ['services', 'volumes', 'secrets', 'configs', 'containers', 'networks'] as const)
        await swarm.remove(kind, `${stack}_none`)
    })

    it('keeps a secret for a stack, once', async () => {
      const { swarm, stack } = begin()
      const secret = { name: `${stack}_pw_v1`, stack, value: 'example' }
      await swarm.createSecret(secret)

      expect(await swarm.secretNames()).toContain(secret.name)
      expect(await swarm.belongings(stack)).toEqual({ ...nothing, secrets: [secret.name] })
      expect((await swarm.owners('secrets')).get(secret.name)).toBe(stack)
      expect((await swarm.owners('volumes')).has(secret.name)).toBe(false)
      expect(await swarm.stacks()).toContain(stack)
      await expect(swarm.createSecret(secret)).rejects.toMatchObject({ code: 'SECRET_EXISTS' })
      await swarm.remove('secrets', secret.name)
      expect(await swarm.secretNames()).not.toContain(secret.name)
    })

    it('lists what a running stack owns, and does not remove what is in use', async () => {
      const { swarm, stack, image, deploy } = begin()
      await deploy(stack)
      const owned = await swarm.belongings(stack)
      const [container] = await swarm.containers(stack, `${stack}_app`)

      expect(owned).toMatchObject({
        services: [`${stack}_app`],
        containers: [container?.id],
        volumes: [`${stack}_data`],
        secrets: [`${stack}_pw`],
        networks: [expect.any(String)],
      })
      expect(container).toMatchObject({ service: `${stack}_app`, imageId: await swarm.imageId(image) })
      expect(await swarm.memoryOf(container?.id ?? '')).toBeGreaterThan(0)
      expect(await swarm.stacks()).toContain(stack)
      for (const [kind, name] of [
        ['volumes', 'data'],
        ['secrets', 'pw'],
      ] as const)
        await expect(swarm.remove(kind, `${stack}_${name}`)).rejects.toMatchObject({ code: 'STILL_IN_USE' })
    })

    it('lets the containers of a removed service end by themselves, and can then be emptied', async () => {
      const { swarm, stack, clock, deploy } = begin()
      await deploy(stack)
      await swarm.remove('services', `${stack}_app`)
      const deadline = clock.monotonic() + 30_000
      while ((await swarm.belongings(stack)).containers.length > 0 && clock.monotonic() < deadline)
        await clock.sleep(100)

      expect(await swarm.belongings(stack)).toMatchObject({ services: [], containers: [], volumes: [`${stack}_data`] })
      for (const [kind, name] of await thingsOf(swarm, stack)) await swarm.remove(kind, name)
      expect(await swarm.belongings(stack)).toEqual(nothing)
      expect(await swarm.stacks()).not.toContain(stack)
    })

    it('counts a companion to its stack, whose volume it holds', async () => {
      const { swarm, stack, image } = begin()
      const volume = `${stack}_data`
      await swarm.createVolume(volume, stack)
      const volumes = [{ volume, path: '/data', readOnly: false }]
      const command = ['sh', '-c', 'sleep 60']
      const id = await swarm.startCompanion({ stack, name: `${stack}-companion`, image, command, volumes })

      expect(await swarm.belongings(stack)).toEqual({ ...nothing, containers: [id], volumes: [volume] })
      await expect(swarm.remove('volumes', volume)).rejects.toMatchObject({ code: 'STILL_IN_USE' })
      await swarm.remove('containers', id)
      await swarm.remove('volumes', volume)
      expect(await swarm.belongings(stack)).toEqual(nothing)
      expect(await swarm.memoryOf(id)).toBeUndefined()
    })

    it('does not have an image that nobody has', async () => {
      const { swarm } = begin()

      expect(await swarm.imageId('registry.invalid/none:1')).toBeUndefined()
      await expect(swarm.pull('registry.invalid/none:1')).rejects.toMatchObject({ code: 'IMAGE_PULL_FAILED' })
    })

    it('knows its networks', async () => {
      const { swarm, stack } = begin()

      expect(await swarm.network('proxy')).toMatchObject({ driver: 'overlay', attachable: true })
      expect(await swarm.network(`${stack}_none`)).toBeUndefined()
    })
  })
}

async function thingsOf(swarm: TestedSwarm, stack: string): Promise<[keyof Belongings, string][]> {
  const owned = await swarm.belongings(stack)
  const kinds = ['services', 'containers', 'networks', 'volumes', 'secrets', 'configs'] as const
  return kinds.flatMap((kind) => owned[kind].map((name): [keyof Belongings, string] => [kind, name]))
}

async function removeEverything({ swarm, clock }: SwarmSubject, stack: string): Promise<void> {
  for (;;) {
    const things = await thingsOf(swarm, stack)
    if (things.length === 0) return
    for (const [kind, name] of things) {
      await swarm.remove(kind, name).catch((error: Error & { code?: string }) => {
        if (error.code !== 'STILL_IN_USE') throw error
      })
    }
    await clock.sleep(100)
  }
}
