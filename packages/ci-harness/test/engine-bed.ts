import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { FlockLeaseStore, SimpleGit, SystemClock } from '@cc-ci/kernel'
import { type GitRepository, gitRepository } from '@cc-ci/kernel/testing'
import { DockerSwarm } from '../src/adapters/docker-swarm.js'
import type { AppEngine, DeployAnswer, Engine } from '../src/ports/engine.js'
import { createMissingSecrets } from '../src/run/create-secrets.js'
import { isFailure, type PreparedApp, prepareApp } from '../src/run/prepare-app.js'
import { readRecipeTree } from '../src/run/recipe-tree.js'
import type { RunContext } from '../src/run/run-context.js'
import { newRunRecord } from '../src/run/run-record.js'
import { SecretMask } from '../src/run/secret-mask.js'
import { tearDown } from '../src/run/teardown.js'
import { bedEndpoint, sh } from './docker-swarm-bed.js'

export const { dockerHost } = bedEndpoint()
export const swarm = new DockerSwarm({ dockerHost })
export const clock = new SystemClock()
export const git = new SimpleGit()
export const newest = '1.1.0+1'

const compose = `version: "3.8"
services:
  app:
    image: ${sh.image}
    command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 600 & wait $$!; done"]
    stop_grace_period: 1s
    environment: [DOMAIN]
    configs: [{source: page, target: /page}]
    secrets: [pw]
    volumes: ["data:/data"]
    deploy:
      labels:
        - "traefik.enable=true"
        - "coop-cloud.\${STACK_NAME}.version=\${TINY_VERSION}"
        - "coop-cloud.\${STACK_NAME}.timeout=\${TIMEOUT:-120}"
        - "backupbot.backup=true"
volumes: {data: {}}
configs: {page: {name: "\${STACK_NAME}_page_\${PAGE_VERSION}", file: page.tmpl, template_driver: golang}}
secrets: {pw: {external: true, name: "\${STACK_NAME}_pw_\${SECRET_PW_VERSION}"}}
`

/** A recipe with two releases and, newer than both, a head; the page that it serves says which of them runs. */
export async function tinyRecipe(folder: string): Promise<GitRepository> {
  const recipe = await gitRepository(folder)
  const shell = (page: string, version: string): string =>
    `export PAGE_VERSION=${page}\nexport TINY_VERSION=${version}\n`
  await recipe.commit({
    'compose.yml': compose,
    'page.tmpl': '1.0.0 of {{ env "DOMAIN" }}\n',
    'abra.sh': shell('v1', '1.0.0+1'),
    '.env.sample':
      'TYPE=tiny\nDOMAIN=tiny.example.com\nLETS_ENCRYPT_ENV=production\nSECRET_PW_VERSION=v1 # length=24\n',
  })
  await recipe.tag('1.0.0+1', 'first')
  await recipe.commit({ 'page.tmpl': '1.1.0 of {{ env "DOMAIN" }}\n', 'abra.sh': shell('v2', newest) })
  await recipe.tag(newest, 'second')
  await recipe.commit({ 'page.tmpl': 'head of {{ env "DOMAIN" }}\n', 'abra.sh': shell('v3', '1.2.0+1') })
  return recipe
}

/** One app of a recipe under one engine, driven as a run drives it. */
export class EngineBed {
  readonly mask = new SecretMask()
  readonly record = newRunRecord()
  readonly domain = `tiny-${randomBytes(3).toString('hex')}.contract.test`
  readonly stack = this.domain.replaceAll('.', '_')
  readonly checkout: string
  readonly folder: string
  readonly engine: Engine
  app: AppEngine | undefined

  constructor(engine: Engine, folder: string) {
    this.engine = engine
    this.folder = join(folder, 'run')
    this.checkout = join(folder, 'recipe')
  }

  async open(recipe: GitRepository): Promise<AppEngine> {
    await git.clone(recipe.folder, this.checkout)
    this.app = await this.engine.open({
      ...{ recipe: 'tiny', domain: this.domain, stack: this.stack, checkout: this.checkout, folder: this.folder },
      signal: new AbortController().signal,
      note: (what) => void this.record.notes.push(what),
    })
    return this.app
  }

  /** A tag is deployed as that release, any other ref as the checkout it is. */
  async deploy(
    ref: string,
    extraEnv: Readonly<Record<string, string>> = {},
    meanwhile: () => Promise<void> = async () => undefined,
  ): Promise<DeployAnswer> {
    const { app } = this
    if (app === undefined) throw new Error('open the bed first')
    await git.checkout(this.checkout, ref, { force: true })
    const isTag = (await git.tags(this.checkout)).some(({ name }) => name === ref)
    const prepared = await this.prepare(ref, extraEnv)
    const configured = (await app.configure?.(prepared.env.text)) ?? { ok: true }
    if (!configured.ok) return configured
    const { mask, record } = this
    const context = { engine: app, world: { swarm }, mask, record, secrets: new Map() } as unknown as RunContext
    const failure = await createMissingSecrets(context, prepared)
    if (failure !== undefined) return { ok: false, why: failure.evidence }
    const chaosVersion = isTag ? undefined : (await git.head(this.checkout)).slice(0, 8)
    await meanwhile()
    return app.deploy({
      ...prepared.files,
      ...{ document: prepared.document, recipe: 'tiny', version: ref, resolveImages: false, chaosVersion },
    })
  }

  async prepare(version: string, extraEnv: Readonly<Record<string, string>> = {}): Promise<PreparedApp> {
    const tree = await readRecipeTree(this.checkout)
    const { domain, checkout } = this
    const request = { recipe: 'tiny', version, domain, checkout, tree, extraEnv, existingEnv: undefined }
    const prepared = await prepareApp(request, this.engine)
    if (isFailure(prepared)) throw new Error(prepared.evidence)
    return prepared
  }

  /** What a running task says its page is, once that is what is waited for. */
  async untilPage(wanted: RegExp): Promise<string> {
    const deadline = clock.monotonic() + 30_000
    for (;;) {
      const [container] = await swarm.containers(this.stack, `${this.stack}_app`)
      const page = container === undefined ? '' : await this.read('/page').catch(() => '')
      if (wanted.test(page) || clock.monotonic() > deadline) return page
      await clock.sleep(100)
    }
  }

  async read(path: string): Promise<string> {
    const [container] = await swarm.containers(this.stack, `${this.stack}_app`)
    const { stdout } = await swarm.exec(container?.id ?? '', ['cat', path])
    return stdout.trim()
  }

  async label(name: string): Promise<string | undefined> {
    const [service] = await swarm.services(this.stack)
    return service?.labels[`coop-cloud.${this.stack}.${name}`]
  }

  /** What is still there when all was removed. */
  async remove(): Promise<readonly string[]> {
    const { app } = this
    if (app === undefined) return []
    const left = await tearDown(this.stack, { swarm, clock, engine: app })
    await app.close()
    this.app = undefined
    return left
  }
}

export const leasesIn = (folder: string): FlockLeaseStore => new FlockLeaseStore(folder)
