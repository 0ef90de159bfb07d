import { describe, expect, it } from 'vitest'
import type { ContainerState, ServiceState, Swarm, TaskState, UpdateState } from '../ports/swarm.js'
import { readComposeDocument } from '../recipe/compose-document.js'
import type { PreparedApp } from '../run/prepare-app.js'
import { headIsLabelled, imagesAreOfHead, movedBetween, serviceUpdates } from './upgrade-proof.js'

const stack = 'wiki-0a1b2c_ci_test'
const head = 'a91b77d0c4e85f3b2d6a1908e7c5f4b3a2918070'

const compose = `services:
  app:
    image: nginx:1.27.2
    environment: {MODE: fast}
    configs: [{source: site, target: /etc/site.conf}]
    volumes: [{type: volume, source: data, target: /data}]
    deploy:
      labels: {coop-cloud.wiki.version: 1.0.0+1.27.2}
      replicas: 1
volumes: {data: {name: ${stack}_data}}
configs:
  site: {name: ${stack}_site_v1, file: /runs/1/recipe/site.conf}
`

function app(change: readonly [from: string, to: string] = ['', ''], site = 'listen 80;') {
  if (!compose.includes(change[0])) throw new Error(`the compose file has no ${change[0]}`)
  return { document: readComposeDocument(compose.replace(...change)), tree: { 'site.conf': site } }
}

describe('V-03: a head that deploys what the base deployed', () => {
  it.each<[string, ReturnType<typeof app>]>([
    ['is the very same', app()],
    ['differs in its version label', app(['version: 1.0.0+1.27.2', 'version: 1.1.0+1.27.2'])],
    ['has another label', app(['labels: {', 'labels: {coop-cloud.wiki.chaos: "true", '])],
  ])('is no upgrade, though it %s', (_, same) => {
    expect(movedBetween(app(), same)).toMatchObject({ class: 'recipe', code: 'UPGRADE_IS_A_NO_OP' })
  })

  it.each<[string, ReturnType<typeof app>]>([
    ['image', app(['nginx:1.27.2', 'nginx:1.27.3'])],
    ['environment', app(['MODE: fast', 'MODE: slow'])],
    ['mount', app(['target: /data', 'target: /srv'])],
    ['volume', app(['_data}', '_files}'])],
    ['replicas', app(['replicas: 1', 'replicas: 2'])],
    ['config name', app(['_site_v1', '_site_v2'])],
    ['config content', app(undefined, 'listen 8080;')],
    ['services', app(['volumes: {data:', '  db: {image: "postgres:16"}\nvolumes: {data:'])],
  ])('has moved by another %s', (_, other) => {
    expect(movedBetween(app(), other)).toBeUndefined()
  })
})

describe('V-02, A-04: the label', () => {
  const labelled = (value?: string) => [
    service('db'),
    service('app', { labels: value === undefined ? {} : { [`coop-cloud.${stack}.chaos-version`]: value } }),
  ]

  it.each([
    ['the head', head.slice(0, 8)],
    ['the head with changed files', `${head.slice(0, 8)}+U`],
    ['the whole head', head],
  ])('names %s', (_, value) => {
    expect(headIsLabelled(labelled(value), stack, head)).toBeUndefined()
  })

  it.each([
    ['is the base’s', '0c11d5e2'],
    ['is a published tag', '1.0.0+1.27.2'],
    ['is missing', undefined],
    ['is empty', ''],
    ['is too short to mean anything', head.slice(0, 6)],
    ['is only the mark of changed files', '+U'],
    ['is longer than the head', `${head}00`],
  ])('does not name the head when it %s', (_, value) => {
    expect(headIsLabelled(labelled(value), stack, head)).toMatchObject({
      class: 'recipe',
      code: 'HEAD_NOT_DEPLOYED',
      evidence: expect.stringContaining(`says ${value || 'nothing'}, but the head under test is a91b77d0`),
    })
  })

  it('of another stack does not count', () => {
    expect(headIsLabelled(labelled(head), 'other_ci_test', head)).toMatchObject({ code: 'HEAD_NOT_DEPLOYED' })
  })
})

describe('V-04: the running images', () => {
  const document = readComposeDocument('services: {app: {image: "nginx:1.27.3"}, db: {image: "postgres:16"}, none: {}}')
  const prepared = { document, files: { stack } } as PreparedApp
  const local: Record<string, string> = { 'nginx:1.27.3': 'sha256:new', 'postgres:16': 'sha256:db' }

  const runs = (name: string, imageId: string, task = name): ContainerState => ({
    ...{ id: `c-${task}`, service: `${stack}_${name}`, task, image: `image of ${name}`, imageId, createdAt: 0 },
  })
  const swarmWith = (containers: readonly ContainerState[], stopping: readonly string[] = []): Swarm => {
    const taskOf = ({ task }: ContainerState) =>
      ({ id: task, desiredState: stopping.includes(task) ? 'shutdown' : 'running' }) as TaskState
    const swarm: Pick<Swarm, 'containers' | 'tasks' | 'imageId'> = {
      containers: async () => containers,
      tasks: async () => containers.map(taskOf),
      imageId: async (reference) => local[reference],
    }
    return swarm as Swarm
  }

  it.each<[string, readonly ContainerState[], readonly string[]]>([
    ['are the head’s', [runs('app', 'sha256:new'), runs('db', 'sha256:db')], []],
    [
      'are the head’s beside a task that is being stopped',
      [runs('app', 'sha256:new'), runs('app', 'sha256:old', 'old')],
      ['old'],
    ],
  ])('%s', async (_, containers, stopping) => {
    expect(await imagesAreOfHead(prepared, swarmWith(containers, stopping))).toBeUndefined()
  })

  it.each<[string, readonly ContainerState[], string]>([
    ['the old image', [runs('app', 'sha256:old'), runs('db', 'sha256:db')], 'app'],
    ['the old image in one of two tasks', [runs('app', 'sha256:new'), runs('app', 'sha256:old', 'two')], 'app'],
    ['a tag that moved meanwhile', [runs('app', 'sha256:new'), runs('db', 'sha256:db-before')], 'db'],
  ])('are not the head’s with %s', async (_, containers, wrong) => {
    expect(await imagesAreOfHead(prepared, swarmWith(containers))).toMatchObject({
      class: 'recipe',
      code: 'WRONG_IMAGE_RUNS',
      service: wrong,
      evidence: expect.stringMatching(/runs image of .* \(sha256:.*\), the head asks for .* \(sha256:/),
    })
  })

  it('are not the head’s when this host has no such image', async () => {
    delete local['postgres:16']
    expect(await imagesAreOfHead(prepared, swarmWith([runs('db', 'sha256:db')]))).toMatchObject({
      evidence: expect.stringContaining('not on this host'),
    })
  })
})

describe('what became of a service', () => {
  const at = (state: UpdateState, startedAt: number) => ({ state, startedAt, message: '' })

  it.each<[string, ServiceState['update'], ServiceState['update']]>([
    ['completed', undefined, at('completed', 2)],
    ['completed', at('completed', 1), at('completed', 2)],
    ['rolled_back', undefined, at('rollback_completed', 2)],
    ['rolled_back', undefined, at('rollback_started', 2)],
    ['paused', undefined, at('paused', 2)],
    ['paused', undefined, at('rollback_paused', 2)],
    ['unchanged', at('completed', 1), at('completed', 1)],
    ['unchanged', undefined, undefined],
  ])('R-01: %s', (update, before, after) => {
    const old = service('app', { image: 'nginx:1', update: before })
    const now = service('app', { image: 'nginx:2', update: after })

    expect(serviceUpdates([old], [now], stack)).toEqual([{ service: 'app', update, from: 'nginx:1', to: 'nginx:2' }])
  })

  it('is told, too, of one that is new', () => {
    expect(serviceUpdates([service('app')], [service('app'), service('db')], stack)[1]).toEqual({
      ...{ service: 'db', update: 'created', from: null, to: 'image of db' },
    })
  })
})

function service(name: string, more: Partial<ServiceState> = {}): ServiceState {
  return {
    ...{ id: name, name: `${stack}_${name}`, mode: 'replicated', desired: 1, running: 1, image: `image of ${name}` },
    ...{
      labels: {},
      templateHash: 'a',
      taskHash: 'b',
      update: undefined,
      failureAction: 'pause',
      hasHealthcheck: false,
    },
    restart: { condition: 'any', maxAttempts: undefined },
    ...more,
  }
}
