import { type ComposeElement, elementsOf, entriesAt } from '../lint/compose-element.js'
import { type ComposeSource, type KeyPath, parseComposeSource } from '../lint/compose-source.js'
import type { Failure } from './failure.js'

/** The compose files that were deployed, as written, and what Docker made of them. */
export interface DeployedSources {
  /** By name, in the order in which Docker merges them. */
  readonly files: Readonly<Record<string, string>>
  readonly services: readonly { readonly name: string; readonly image: string | undefined }[]
}

export interface RecipePlace {
  /** `<file>:<line>`. */
  readonly place: string
  /** The service that the place belongs to, if it is one's. */
  readonly service: string | undefined
}

type Fault = Pick<Failure, 'code' | 'service' | 'evidence'>

/** Where in a service each code is mended; the first that the service has. Without any, its own line is meant. */
const keysOf: Readonly<Record<string, readonly KeyPath[]>> = {
  BAD_COMMAND: [['command'], ['entrypoint'], ['image']],
  BASE_UNAVAILABLE: [['image']],
  BIND_SOURCE_MISSING: [['volumes']],
  CONFIG_TEMPLATE_FAILED: [['configs']],
  DIED_LATE: [['healthcheck']],
  IMAGE_MISSING: [['image']],
  IMAGE_PULL_FAILED: [['image']],
  MOUNT_INVALID: [['volumes']],
  NOT_CONVERGED: [['healthcheck']],
  OOM_KILLED: [['deploy', 'resources', 'limits', 'memory'], ['deploy', 'resources'], ['mem_limit']],
  PORT_TAKEN: [['ports']],
  PULL_LIMITED: [['image']],
  REGISTRY_UNREACHABLE: [['image']],
  RESOURCES_SHORT: [
    ['deploy', 'resources', 'reservations'],
    ['deploy', 'resources'],
  ],
  SECRET_NOT_INSERTED: [['secrets']],
  SECRET_VERSION_MISSING: [['secrets']],
  STRANDED: [['deploy', 'restart_policy']],
  UNHEALTHY: [['healthcheck']],
  UNSCHEDULABLE: [['deploy', 'placement'], ['ports'], ['volumes']],
  UPDATE_PAUSED: [['deploy', 'update_config']],
  UPDATE_ROLLED_BACK: [['deploy', 'update_config']],
  VOLUME_PLUGIN_MISSING: [['volumes']],
  WRONG_IMAGE_RUNS: [['image']],
}

/** Labels that decide about a code, by how their names begin; of the service that has them when none is named. */
const labelsOf: Readonly<Record<string, RegExp>> = {
  BACKUP_EMPTY: /^backupbot\./,
  BACKUP_FAILED: /^backupbot\./,
  BACKUP_PATH_MISSING: /^backupbot\..*path/,
  DATA_NOT_RESTORED: /^backupbot\./,
  HEAD_NOT_DEPLOYED: /^coop-cloud\..*version$/,
  HOOK_FAILED: /^backupbot\..*hook/,
  NOT_SERVING: /^traefik\./,
  RESTORE_FAILED: /^backupbot\./,
  UPGRADE_IS_A_NO_OP: /^coop-cloud\..*version$/,
}

/** What Docker and cc-ci name when they miss something that a recipe declares. */
const declared = [
  ['secrets', /[Ss]ecret (?:not found: )?"?([\w.-]+)"?(?: does not exist|$)/],
  ['networks', /network "([\w.-]+)" is declared as external/],
  ['configs', /(?:config not found:|failed to update config) "?([\w.-]+)/],
] as const

/**
 * The line of the recipe that a fault leads to; undefined where none can be named. The last compose file that says
 * something about it is meant, since that one wins.
 */
export function locateFault(fault: Fault, { files, services }: DeployedSources): RecipePlace | undefined {
  const sources = Object.entries(files)
    .flatMap(([file, text]) => readable(file, text))
    .reverse()
  const service = fault.service ?? serviceOf(fault, services)
  return (
    written(fault, files) ??
    declaredPlace(fault, sources) ??
    labelPlace(fault.code, service, sources) ??
    (service === undefined ? undefined : servicePlace(fault.code, service, sources))
  )
}

/** A message that names file and line itself. */
function written({ evidence }: Fault, files: DeployedSources['files']): RecipePlace | undefined {
  for (const [, file, line] of evidence.matchAll(/([\w./-]+):(\d+)/g)) {
    if (file !== undefined && Object.hasOwn(files, file)) return { place: `${file}:${line}`, service: undefined }
  }
  return undefined
}

function serviceOf({ evidence }: Fault, services: DeployedSources['services']): string | undefined {
  const named = /\bservice (?:"|')?([\w.-]+)(?:"|')?:/.exec(evidence)?.[1]
  const byName = services.find(({ name }) => name === named)
  const byImage = services.find(({ image }) => image !== undefined && evidence.includes(image))
  return (byName ?? byImage)?.name
}

function declaredPlace({ evidence }: Fault, sources: readonly ComposeSource[]): RecipePlace | undefined {
  for (const [section, words] of declared) {
    const name = words.exec(evidence)?.[1]
    const element = name && firstElement(sources, section, (each) => each.name === name || endsWith(name, each.name))
    if (element) return { place: `${element.file}:${element.lineOf()}`, service: undefined }
  }
  return undefined
}

/** Swarm's name for it: `<stack>_<name>_<version>`. */
const endsWith = (full: string, name: string): boolean => full.includes(`_${name}_`) || full.endsWith(`_${name}`)

function labelPlace(
  code: string,
  service: string | undefined,
  sources: readonly ComposeSource[],
): RecipePlace | undefined {
  const labels = labelsOf[code]
  if (labels === undefined) return undefined
  for (const source of sources) {
    for (const element of elementsOf(source, 'services')) {
      if (service !== undefined && element.name !== service) continue
      const found = [...entriesAt(element, 'deploy', 'labels'), ...entriesAt(element, 'labels')]
      const label = found.find(({ key }) => labels.test(key))
      if (label !== undefined) return { place: `${source.file}:${label.line}`, service: element.name }
    }
  }
  return undefined
}

function servicePlace(code: string, service: string, sources: readonly ComposeSource[]): RecipePlace | undefined {
  for (const path of keysOf[code] ?? []) {
    const element = firstElement(sources, 'services', (each) => each.name === service && each.at(...path) !== undefined)
    if (element !== undefined) return { place: `${element.file}:${element.lineOf(...path)}`, service }
  }
  // The file that is merged first introduces the service.
  const element = firstElement(sources.toReversed(), 'services', ({ name }) => name === service)
  return element && { place: `${element.file}:${element.lineOf()}`, service }
}

function firstElement(
  sources: readonly ComposeSource[],
  section: 'services' | 'secrets' | 'networks' | 'configs',
  isMeant: (element: ComposeElement) => boolean,
): ComposeElement | undefined {
  return sources.flatMap((source) => elementsOf(source, section)).find(isMeant)
}

/** A file that cannot be read has no line to name. */
function readable(file: string, text: string): ComposeSource[] {
  try {
    return [parseComposeSource(file, text)]
  } catch {
    return []
  }
}
