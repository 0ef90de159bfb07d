import type { ServiceUpdate } from '@cc-ci/contracts/run-result'
import { shortName } from '../converge/view.js'
import type { ServiceState, Swarm } from '../ports/swarm.js'
import { type ComposeDocument, serviceNamed } from '../recipe/compose-document.js'
import { mapOf } from '../recipe/compose-yaml.js'
import type { PreparedApp } from '../run/prepare-app.js'
import type { Failure } from '../verdict/failure.js'

/** Undefined when the head deploys something else than the base; versions and hashes in labels and pins do not count (V-03). */
export function movedBetween(
  base: Pick<PreparedApp, 'document' | 'tree'>,
  head: Pick<PreparedApp, 'document' | 'tree'>,
): Failure | undefined {
  if (deployedContent(base) !== deployedContent(head)) return undefined
  return {
    class: 'recipe',
    code: 'UPGRADE_IS_A_NO_OP',
    evidence: 'The head deploys exactly what the base deployed: same images, configs, environment and mounts.',
    hint: 'An upgrade that changes nothing proves nothing; compare with another version: --from <version>.',
  }
}

function deployedContent({ document, tree }: Pick<PreparedApp, 'document' | 'tree'>): string {
  const configs = document.configs.map(({ file, name, key }) => [
    key,
    name,
    file === undefined ? '' : contentOf(file, tree),
  ])
  return JSON.stringify([withoutIdentity(document), configs])
}

/** Docker prints config files by absolute path; the tree knows them by the path within the recipe. */
function contentOf(file: string, tree: PreparedApp['tree']): string {
  const paths = Object.keys(tree).filter((path) => file === path || file.endsWith(`/${path}`))
  const longest = paths.sort((one, other) => other.length - one.length)[0]
  return longest === undefined ? file : (tree[longest] ?? file)
}

function withoutIdentity(document: ComposeDocument): unknown {
  const { services, ...rest } = document.raw
  const plain = Object.entries(mapOf(services)).map(([name, service]) => {
    const { deploy, ...others } = mapOf(service)
    const { labels: _labels, ...placement } = mapOf(deploy)
    return [name, others, placement, labelsWithoutIdentity(document, name)]
  })
  return [plain, rest.volumes, rest.networks]
}

/** Labels that say which version this is differ in every release; those for the proxy and the backup are the deployment's. */
function labelsWithoutIdentity(document: ComposeDocument, service: string): [string, string][] {
  const labels = serviceNamed(document, service)?.labels ?? {}
  return Object.entries(labels).filter(([label]) => !label.startsWith('coop-cloud.'))
}

/** The chaos label, without a dirty tree's mark, must be a prefix of the head's hash (V-02, A-04). */
export function headIsLabelled(services: readonly ServiceState[], stack: string, head: string): Failure | undefined {
  const label = `coop-cloud.${stack}.chaos-version`
  const found = services.map(({ labels }) => labels[label]).find((value) => value !== undefined)
  const hash = found?.replace(/\+U$/, '') ?? ''
  if (hash.length >= 7 && head.startsWith(hash)) return undefined
  return {
    class: 'recipe',
    code: 'HEAD_NOT_DEPLOYED',
    service: 'app',
    evidence: `The label ${label} says ${found || 'nothing'}, but the head under test is ${head.slice(0, 8)}: what runs is not the head.`,
    hint: 'Look whether the Swarm rolled the update back.',
  }
}

/** Compares image ids, so that a tag that moved between the two deploys shows; a task that is being stopped is the base's (V-04). */
export async function imagesAreOfHead(head: PreparedApp, swarm: Swarm): Promise<Failure | undefined> {
  const { stack } = head.files
  const [containers, tasks] = await Promise.all([swarm.containers(stack), swarm.tasks(stack)])
  const meant = new Set(tasks.filter(({ desiredState }) => desiredState === 'running').map(({ id }) => id))
  for (const { name, image } of head.document.services) {
    if (image === undefined) continue
    const expected = await swarm.imageId(image)
    const wrong = containers.find(
      ({ service, task, imageId }) => service === `${stack}_${name}` && meant.has(task) && imageId !== expected,
    )
    if (wrong !== undefined) {
      return {
        class: 'recipe',
        code: 'WRONG_IMAGE_RUNS',
        service: name,
        evidence: `${name} runs ${wrong.image} (${wrong.imageId.slice(0, 19)}), the head asks for ${image} (${expected?.slice(0, 19) ?? 'not on this host'}).`,
      }
    }
  }
  return undefined
}

const words = {
  completed: 'completed',
  paused: 'paused',
  rollback_paused: 'paused',
  rollback_completed: 'rolled_back',
  rollback_started: 'rolled_back',
} as const

/** What became of each service in the redeploy, with images by digest. */
export function serviceUpdates(
  before: readonly ServiceState[],
  after: readonly ServiceState[],
  stack: string,
): ServiceUpdate[] {
  return after.map((service) => {
    const old = before.find(({ id }) => id === service.id)
    const state = service.update?.state
    const changed = old !== undefined && old.update?.startedAt !== service.update?.startedAt
    const update =
      old === undefined
        ? 'created'
        : changed && state !== undefined && state !== 'updating'
          ? words[state]
          : 'unchanged'
    return { service: shortName(stack, service.name), update, from: old?.image ?? null, to: service.image }
  })
}
