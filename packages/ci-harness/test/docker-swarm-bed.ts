import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { DockerSwarm } from '../src/adapters/docker-swarm.js'

export interface BedEndpoint {
  readonly dockerHost: string
  readonly proxy: { readonly address: string; readonly caFile: string }
}

/** An image of the bed, and programs in it. */
export const sh = { image: 'debian:bookworm-slim', program: '/bin/sh', yes: '/bin/true' }

/** Where the test bed is; without one these tests fail, because they have nothing to say. */
export function bedEndpoint(): BedEndpoint {
  const folder = process.env.CC_CI_TESTBED_POINTER ?? resolve(import.meta.dirname, '../../../.testbed')
  const file = join(folder, 'endpoint.json')
  if (!existsSync(file))
    throw new Error(`No test bed is up (${file} is missing). Bring it up with the testbed package.`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

export function freshStackName(): string {
  return `cvg${randomBytes(4).toString('hex')}`
}

/** Takes away whatever belongs to the stack, until nothing is left. */
export async function removeStack(swarm: DockerSwarm, stack: string): Promise<void> {
  for (;;) {
    const left = await swarm.belongings(stack)
    const kinds = ['services', 'containers', 'networks', 'volumes', 'secrets', 'configs'] as const
    const things = kinds.flatMap((kind) => left[kind].map((name) => ({ kind, name })))
    if (things.length === 0) return
    for (const { kind, name } of things) {
      await swarm.remove(kind, name).catch((error: Error & { code?: string }) => {
        if (error.code !== 'STILL_IN_USE') throw error
      })
    }
  }
}
