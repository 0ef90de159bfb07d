import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ExecaProcessRunner, SystemClock } from '@cc-ci/kernel'
import { DockerSwarm } from '../src/adapters/docker-swarm.js'
import { type BackupCompanion, startBackupCompanion } from '../src/backup/backup-companion.js'
import { type BackupPlan, readBackupPlan } from '../src/recipe/backup-labels.js'
import { type ComposeDocument, toComposeDocument } from '../src/recipe/compose-document.js'
import { tearDown } from '../src/run/teardown.js'

const endpointFile = new URL('../../../.testbed/endpoint.json', import.meta.url)
const { dockerHost } = JSON.parse(readFileSync(endpointFile, 'utf8')) as { dockerHost: string }
const processes = new ExecaProcessRunner()

export const clock = new SystemClock()
export const swarm = new DockerSwarm({ dockerHost })
export const world = { swarm, clock }

const image = 'restic/restic:0.14.0'

export interface BedStack {
  readonly stack: string
  readonly document: ComposeDocument
  readonly plan: BackupPlan
  readonly companion: BackupCompanion
  readonly repositoryVolume: string
  /** The same stack as its labels would have it be saved. */
  planWith(labels: Readonly<Record<string, Readonly<Record<string, string>>>>): BackupPlan
  remove(): Promise<void>
}

type Compose = { readonly services: Readonly<Record<string, object>> } & Readonly<Record<string, unknown>>

/** Deploys a compose file under a new name, and starts its companion with a repository of its own. */
export async function deployOnBed(
  prefix: string,
  compose: (stack: string) => Compose | Promise<Compose>,
): Promise<BedStack> {
  const stack = `${prefix}-${randomBytes(3).toString('hex')}`
  const repositoryVolume = `${stack}-repository`
  const content = await compose(stack)
  const document = toComposeDocument(content)
  const plan = readBackupPlan(document, stack)
  const input = JSON.stringify({ version: '3.8', ...content }).replaceAll('$', '$$$$')
  await docker(['stack', 'deploy', '-c', '-', '--resolve-image', 'never', stack], input)
  await untilRunning(stack)
  const volumes = plan.volumes.map(({ swarmName }) => swarmName)
  const companion = await startBackupCompanion({ stack, volumes, image, repositoryVolume }, swarm)
  return {
    stack,
    document,
    plan,
    companion,
    repositoryVolume,
    planWith: (labels) => readBackupPlan(withLabels(content, labels), stack),
    remove: async () => {
      await tearDown(stack, { ...world, engine: { undeploy: async () => void (await docker(['stack', 'rm', stack])) } })
      await swarm.remove('volumes', repositoryVolume)
    },
  }
}

export async function docker(args: readonly string[], input?: string): Promise<string> {
  const options = { env: { DOCKER_HOST: dockerHost }, ...(input !== undefined && { input }) }
  const { exitCode, stdout, stderr } = await processes.run('docker', args, options)
  if (exitCode !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`)
  return stdout
}

/** Starts another companion of the same repository. */
export function companionBeside(bed: BedStack, stack: string): Promise<BackupCompanion> {
  const { repositoryVolume } = bed
  const volumes = bed.plan.volumes.map(({ swarmName }) => swarmName)
  return startBackupCompanion({ stack, volumes, image, repositoryVolume }, swarm)
}

export async function containerOf(bed: BedStack, service: string): Promise<string> {
  const [container] = await swarm.containers(bed.stack, `${bed.stack}_${service}`)
  if (container === undefined) throw new Error(`${service} does not run`)
  return container.id
}

export async function shellIn(container: string, script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await swarm.exec(container, ['sh', '-c', script])
  if (exitCode !== 0) throw new Error(`${script}: ${stderr}`)
  return stdout
}

async function untilRunning(stack: string): Promise<void> {
  const deadline = clock.monotonic() + 60_000
  for (;;) {
    const services = await swarm.services(stack)
    if (services.length > 0 && services.every(({ running, desired }) => running === desired)) return
    if (clock.monotonic() > deadline) throw new Error(`${stack} does not run: ${JSON.stringify(services)}`)
    await clock.sleep(200)
  }
}

function withLabels(
  compose: Compose,
  labels: Readonly<Record<string, Readonly<Record<string, string>>>>,
): ComposeDocument {
  const services = Object.entries(compose.services).map(([name, service]) => [
    name,
    { ...service, deploy: { labels: labels[name] ?? {} } },
  ])
  return toComposeDocument({ ...compose, services: Object.fromEntries(services) })
}
