import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SystemClock } from '@cc-ci/kernel'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DockerSwarm } from '../src/adapters/docker-swarm.js'
import type { Expectation } from '../src/converge/decide.js'
import { expectRedeploy } from '../src/converge/expect-redeploy.js'
import { StackWatch } from '../src/converge/stack-watch.js'
import { bedEndpoint, freshStackName, removeStack, sh } from './docker-swarm-bed.js'

const { dockerHost } = bedEndpoint()
const run = promisify(execFile)
const swarm = new DockerSwarm({ dockerHost })
const budgetMs = 60_000

let folder: string
let stack: string
let watch: StackWatch | undefined
const used: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'converge-'))
})

afterEach(async () => {
  watch?.close()
  for (const name of used.splice(0)) await removeStack(swarm, name)
}, 60_000)

afterAll(async () => {
  await rm(folder, { recursive: true })
})

interface Service {
  readonly image?: string
  readonly script?: string
  readonly healthcheck?: object
  readonly deploy?: object
  readonly volumes?: readonly string[]
  readonly command?: readonly string[]
}

async function deploy(services: Record<string, Service>): Promise<void> {
  const file = join(folder, `${stack}.json`)
  const document = Object.entries(services).map(([name, { script, image = sh.image, command, ...more }]) => [
    name,
    { image, command: command ?? (script === undefined ? undefined : [sh.program, '-c', script]), ...more },
  ])
  await writeFile(file, JSON.stringify({ version: '3.8', services: Object.fromEntries(document) }))
  await run('docker', ['-H', dockerHost, 'stack', 'deploy', '--resolve-image', 'never', '-c', file, stack])
}

async function open(): Promise<StackWatch> {
  stack = freshStackName()
  used.push(stack)
  watch = new StackWatch(stack, { swarm, clock: new SystemClock(), diskIsFull: async () => false })
  await watch.open()
  return watch
}

const stays = 'trap "exit 0" TERM; while :; do sleep 0.1; done'
const quick = { interval: '0.5s', timeout: '1s', retries: 2 }
const healthy = { test: ['CMD', sh.yes], ...quick }
const sick = { test: ['CMD-SHELL', 'echo db not reachable; exit 1'], ...quick }
const fresh: Expectation = { kind: 'fresh' }

describe('a first deploy', () => {
  it('converges when every service runs', async () => {
    const opened = await open()
    await deploy({ app: { script: stays, healthcheck: healthy }, db: { script: stays, deploy: { replicas: 2 } } })

    const outcome = await opened.waitUntilConverged({ expectation: fresh, budgetMs })

    expect(outcome.kind).toBe('converged')
    expect(await opened.failureNow()).toBeUndefined()
  })

  it.each<[string, Service, object]>([
    [
      'H-05: a crash loop, with its last log lines and exit code',
      // Unhealthy until a probe that never comes, or a busy host would take the moment before its exit for running.
      {
        script: 'echo boom >&2; exit 3',
        deploy: { restart_policy: { delay: '0.2s' } },
        healthcheck: { test: ['CMD', 'true'], interval: '60s' },
      },
      { class: 'app', code: 'CRASH_LOOP', service: 'app', exitCode: 3, logs: ['boom'] },
    ],
    [
      'a crash that the recipe allows only once',
      { script: 'exit 4', deploy: { restart_policy: { condition: 'none' } } },
      { class: 'app', code: 'CRASH_LOOP', service: 'app', exitCode: 4 },
    ],
    ['a missing image', { image: 'cc-ci.invalid/nothing:1' }, { class: 'recipe', code: 'IMAGE_MISSING' }],
    [
      'a service that is never healthy, with the words of its health check',
      { script: stays, healthcheck: sick },
      { class: 'app', code: 'UNHEALTHY', evidence: 'app: failed its health check: "db not reachable"' },
    ],
    ['A-14: a bind source that is not there', { volumes: ['/nonexistent/dir:/x'] }, { code: 'BIND_SOURCE_MISSING' }],
    ['a command that the image lacks', { command: ['/nope'] }, { class: 'recipe', code: 'BAD_COMMAND' }],
    [
      'constraints that no node satisfies',
      { deploy: { placement: { constraints: ['node.labels.nowhere==here'] } } },
      { class: 'recipe', code: 'UNSCHEDULABLE' },
    ],
  ])('fails by %s', async (_, app, failure) => {
    const opened = await open()
    await deploy({ app })

    const outcome = await opened.waitUntilConverged({ expectation: fresh, budgetMs })

    expect(outcome).toMatchObject({ kind: 'failed', failure })
  })

  it('fails by B-08: a service that ends well and is not started again, while another one is waited for', async () => {
    const opened = await open()
    const ends = { script: 'exit 0', deploy: { restart_policy: { condition: 'on-failure' } } }
    await deploy({ app: ends, db: { script: stays, healthcheck: { ...sick, retries: 100 } } })

    const outcome = await opened.waitUntilConverged({ expectation: fresh, budgetMs })

    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { class: 'recipe', code: 'STRANDED', service: 'app' },
    })
  })

  it('R-05: says what it waited for when the budget is spent', async () => {
    const opened = await open()
    await deploy({ app: { script: stays, healthcheck: { ...sick, retries: 100 } }, db: { script: stays } })

    const outcome = await opened.waitUntilConverged({ expectation: fresh, budgetMs: 4_000 })

    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'NOT_CONVERGED', service: 'app' } })
    expect(outcome).toHaveProperty('failure.evidence', expect.stringContaining('app: starting (health check), db 1/1'))
  })
})

describe('a redeploy', () => {
  const rollout = (more: object) => ({ update_config: { order: 'start-first', monitor: '1s', ...more } })

  async function redeploy(app: Service) {
    const opened = await open()
    const db: Service = { script: stays }
    await deploy({ app: { script: stays, healthcheck: healthy, deploy: app.deploy ?? {} }, db })
    expect(await opened.waitUntilConverged({ expectation: fresh, budgetMs })).toMatchObject({ kind: 'converged' })
    const expectation = expectRedeploy(await swarm.services(stack))
    await deploy({ app, db })
    return opened.waitUntilConverged({ expectation, budgetMs })
  }

  it('R-03: waits for the new task when the old one still runs', async () => {
    const outcome = await redeploy({ script: `: new; ${stays}`, healthcheck: healthy, deploy: rollout({}) })

    expect(outcome.kind).toBe('converged')
    const [app] = (await swarm.services(stack)).filter(({ name }) => name === `${stack}_app`)
    expect(app?.update?.state).toBe('completed')
    const running = (await swarm.tasks(stack)).filter(
      ({ service, desiredState }) => service === app?.name && desiredState === 'running',
    )
    expect(running.map(({ taskHash }) => taskHash)).toEqual([app?.taskHash])
  })

  it('that changes nothing converges at once', async () => {
    const outcome = await redeploy({ script: stays, healthcheck: healthy, deploy: rollout({}) })

    expect(outcome.kind).toBe('converged')
  })

  it.each<[string, Service, object]>([
    [
      'R-01: a rollback',
      { script: 'exit 5', deploy: rollout({ failure_action: 'rollback' }) },
      { class: 'app', code: 'UPDATE_ROLLED_BACK', service: 'app' },
    ],
    [
      'R-06: a pause, with the hint that monitoring may be too short',
      { script: 'exit 5', deploy: rollout({ failure_action: 'pause' }) },
      { class: 'app', code: 'UPDATE_PAUSED', service: 'app', hint: expect.stringContaining('monitor: 300s') },
    ],
    [
      'a new task that is not healthy',
      { script: stays, healthcheck: sick, deploy: rollout({ failure_action: 'rollback' }) },
      { class: 'app', code: 'UNHEALTHY', service: 'app' },
    ],
    [
      'a new image that is missing',
      { image: 'cc-ci.invalid/nothing:2', deploy: rollout({ failure_action: 'rollback' }) },
      { class: 'recipe', code: 'IMAGE_MISSING', service: 'app' },
    ],
  ])('fails by %s', async (_, app, failure) => {
    expect(await redeploy(app)).toMatchObject({ kind: 'failed', failure })
  })
})

describe('after convergence', () => {
  it('a service that dies is noticed, one that is stopped on purpose is not', async () => {
    const opened = await open()
    await deploy({
      app: { script: 'sleep 1; exit 9', deploy: { restart_policy: { delay: '1s' } } },
      db: { script: stays },
    })
    expect(await opened.waitUntilConverged({ expectation: fresh, budgetMs })).toMatchObject({ kind: 'converged' })
    const mark = await opened.mark()
    await run('docker', ['-H', dockerHost, 'service', 'update', '-q', '--force', `${stack}_db`])

    const exits = await opened.exitsSince(mark)

    expect(exits.map(({ service, exitCode }) => [service, exitCode])).toContainEqual([`${stack}_app`, 9])
    expect(exits.filter(({ service }) => service === `${stack}_db`)).toEqual([])
  })
})
