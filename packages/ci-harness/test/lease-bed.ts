import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ExecaProcessRunner, FlockLeaseStore, SystemClock } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, onTestFinished } from 'vitest'
import { startProgram } from '../../kernel/test/programs/start-program.js'
import { DockerSwarm } from '../src/adapters/docker-swarm.js'
import { SwarmEngine } from '../src/adapters/swarm-engine.js'
import { stackNameOf } from '../src/recipe/names.js'
import { clearHost } from '../src/run/clear-host.js'
import { bedEndpoint, removeStack, sh } from './docker-swarm-bed.js'

export const { dockerHost } = bedEndpoint()
export const swarm = new DockerSwarm({ dockerHost })

/** A zone and a lease folder of its own: no other run on this machine, and no other test, meets it. */
export function leaseBed() {
  const zone = `k${randomBytes(4).toString('hex')}.test`
  const folder = join(temporaryFolder(onTestFinished), 'leases')
  const leases = new FlockLeaseStore(folder)
  const { PATH = '', HOME = '' } = process.env
  const clock = new SystemClock()
  const clientEnv = { PATH, HOME, DOCKER_HOST: dockerHost }
  const engine = new SwarmEngine({ processes: new ExecaProcessRunner(), clientEnv })
  const world = { clock, swarm, engine, leases }
  const domain = `blog-0a1b2c.${zone}`
  return {
    ...{ zone, folder, leases, world, domain },
    /** What a run of another recipe does before it begins. */
    begin: (own = `wiki-000000.${zone}`) => clearHost({ zone, domain: own }, { world, own: world }),
    /** A run in another process that holds the lease of a domain until it is killed. */
    hold: async (name: string) => {
      const other = startProgram('hold-lease.ts', [folder, name])
      await expect.poll(other.printed, { timeout: 30_000 }).toMatch(/held\n$/)
      return {
        kill: async () => {
          other.process.kill('SIGKILL')
          await other.ended
        },
      }
    },
  }
}

/** A real app under a domain: a service with a task, a volume and a secret. */
export async function deployApp(domain: string) {
  const stack = stackNameOf({}, domain)
  onTestFinished(() => removeStack(swarm, stack), 60_000)
  await swarm.createVolume(`${stack}_data`, stack)
  await swarm.createSecret({ name: `${stack}_pw_v1`, stack, value: 'x' })
  const label = `com.docker.stack.namespace=${stack}`
  const names = ['--name', `${stack}_app`, '--label', label, '--container-label', label]
  const mount = `type=volume,source=${stack}_data,target=/data`
  const service = ['service', 'create', '--detach', '--no-resolve-image', ...names, '--mount', mount]
  await docker(...service, sh.image, sh.program, '-c', 'sleep 600 & wait')
  const tasks = async () => (await swarm.tasks(stack)).filter(({ state }) => state === 'running').map(({ id }) => id)
  await expect.poll(tasks, { timeout: 30_000 }).toHaveLength(1)
  return {
    stack,
    /** The tasks that run, by id: the same ids mean that nobody touched the app. */
    tasks,
    rest: async () => Object.values(await swarm.belongings(stack)).flat(),
  }
}

export async function docker(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('docker', ['--host', dockerHost, ...args])).stdout.trim()
}
