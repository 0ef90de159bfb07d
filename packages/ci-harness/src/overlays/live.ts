import { readFileSync } from 'node:fs'
import { CcCiError } from '@cc-ci/kernel'
import type { Page } from 'playwright-core'
import { type AppAddress, type AppRequest, type AppResponse, createAppFetch } from '../adapters/app-fetch.js'
import { openAppPage } from '../adapters/app-page.js'
import { DockerSwarm } from '../adapters/docker-swarm.js'
import type { ExecOptions, ExecResult } from '../ports/swarm.js'

/** What a test in TypeScript or JavaScript is given of the app under test. */
export interface Live {
  readonly domain: string
  readonly baseUrl: string
  readonly stack: string
  readonly recipe: string
  /** The recipe's settings in effect. */
  readonly meta: Readonly<Record<string, unknown>>
  /** Dependencies with their credentials, by name. */
  readonly deps: Readonly<Record<string, unknown>>
  /** Says that this very test needs the dependencies: it is skipped when one is not ready, and proves them when it passes. */
  requiresDeps(test: TestInProgress): void
  /** What the operations of this run did: before, after, upgrade, backup. */
  readonly opState: Readonly<Record<string, unknown>>
  /** Asks the app for a path over verified TLS. A redirect is an answer; pass `redirect: 'follow'` to follow it. */
  fetch(path: string | URL, init?: AppRequest): Promise<AppResponse>
  /** Runs a program in the running container of a service; a non-zero exit is a result. */
  exec(service: string, command: readonly string[], options?: ExecOptions): Promise<ExecResult>
  /** The name that a secret of the recipe has in the Swarm: never its value. */
  secretName(secret: string): Promise<string>
  /** A page of the system's Chromium whose base URL is the app's; close it when done. */
  page(): Promise<Page>
}

/** What vitest hands to each test. */
interface TestInProgress {
  readonly task: { readonly meta: object }
  skip(note: string): void
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads nothing before it is asked, so that a file which imports it can be loaded without an app. */
export function createLive(environment: Environment): Live {
  const fact = (name: string): string => environment[`CC_CI_${name}`] ?? environment[`CCCI_${name}`] ?? missing(name)
  const document = (name: string): Readonly<Record<string, unknown>> =>
    JSON.parse(readFileSync(fact(name), 'utf8')) as Readonly<Record<string, unknown>>
  const swarm = (): DockerSwarm =>
    new DockerSwarm({ dockerHost: environment.DOCKER_HOST ?? 'unix:///var/run/docker.sock' })
  const address = (): AppAddress => ({
    domain: fact('APP_DOMAIN'),
    others: (environment.CC_CI_DEPS_DOMAINS ?? '').split(' ').filter(Boolean),
    address: environment.CC_CI_PROXY_ADDRESS,
    caFile: environment.CC_CI_CA_FILE,
  })
  let appFetch: ReturnType<typeof createAppFetch> | undefined
  return {
    get domain() {
      return fact('APP_DOMAIN')
    },
    get baseUrl() {
      return `https://${fact('APP_DOMAIN')}`
    },
    get stack() {
      return fact('STACK')
    },
    get recipe() {
      return fact('RECIPE')
    },
    get meta() {
      return document('META_FILE')
    },
    get deps() {
      return document('DEPS_FILE')
    },
    requiresDeps({ task, skip }) {
      Object.assign(task.meta, { requiresDeps: true })
      if (fact('DEPS_READY') === '0') skip(`deps-not-ready: ${fact('DEPS_REASON')}`)
    },
    get opState() {
      return document('OP_STATE_FILE')
    },
    async fetch(path, init) {
      appFetch ??= createAppFetch(address())
      return appFetch(path, init)
    },
    async exec(service, command, options) {
      const stack = fact('STACK')
      const [container] = await swarm().containers(stack, `${stack}_${service}`)
      if (container === undefined) throw noContainer(service, stack)
      return swarm().exec(container.id, command, options)
    },
    async secretName(secret) {
      const stack = fact('STACK')
      const prefix = `${stack}_${secret}_`
      const versions = (await swarm().secretNames())
        .filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('_'))
        .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
      return versions.at(-1) ?? noSecret(secret, stack)
    },
    page: () => openAppPage(address(), environment),
  }
}

function missing(name: string): never {
  throw new CcCiError('LIVE_NOT_RUNNING', `There is no app to test: CC_CI_${name} is not set.`, {
    hint: 'Run the file with: cc-ci test <recipe> --tiers install,custom',
  })
}

const noContainer = (service: string, stack: string): CcCiError =>
  new CcCiError('LIVE_NO_CONTAINER', `The service ${service} of ${stack} has no running container.`)

function noSecret(secret: string, stack: string): never {
  throw new CcCiError('LIVE_NO_SECRET', `The stack ${stack} has no secret ${secret}.`)
}
