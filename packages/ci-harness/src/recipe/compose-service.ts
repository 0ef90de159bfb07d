import { given, labelsOf, listOf, mapOf, numberOf, pairsOf, textOf, type YamlMap } from './compose-yaml.js'

/** One service of a compose file. Every field exists, however little the file says. */
export interface ComposeService {
  readonly name: string
  readonly image: string | undefined
  /** Entry point and command, a word or a shell line each, as far as the file replaces those of the image. */
  readonly command: readonly string[]
  /** A null is a variable named without a value. */
  readonly environment: Readonly<Record<string, string | null>>
  /** Under `deploy`: the ones that Swarm, Traefik, abra and the backup bot read. */
  readonly labels: Readonly<Record<string, string>>
  /** Directly under the service: they reach the container only. */
  readonly containerLabels: Readonly<Record<string, string>>
  readonly mounts: readonly ComposeMount[]
  readonly secrets: readonly ComposeGrant[]
  readonly configs: readonly ComposeGrant[]
  readonly healthcheck: YamlMap | undefined
  readonly ports: readonly ComposePort[]
  readonly networks: ReadonlyArray<{ readonly network: string; readonly aliases: readonly string[] }>
  readonly dependsOn: readonly string[]
  readonly deploy: ComposeDeploy
}

export interface ComposeMount {
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'other'
  /** A volume's compose name or a path of the host; undefined for tmpfs and for an anonymous volume. */
  readonly source: string | undefined
  readonly target: string
  readonly readOnly: boolean
}

interface ComposeGrant {
  readonly source: string
  readonly target: string | undefined
}

interface ComposePort {
  readonly target: number | undefined
  readonly published: number | undefined
  readonly protocol: string
  readonly mode: string
}

/** Texts are as written: `30s`, `on-failure`; undefined where the file is silent. */
interface ComposeDeploy {
  readonly mode: string
  readonly replicas: number
  readonly updateConfig: { readonly order?: string; readonly failureAction?: string; readonly monitor?: string }
  readonly restartPolicy: { readonly condition?: string; readonly delay?: string; readonly maxAttempts?: number }
}

export function readComposeService(name: string, raw: YamlMap): ComposeService {
  const deploy = mapOf(raw.deploy)
  return {
    name,
    image: textOf(raw.image) || undefined,
    command: [...wordsOf(raw.entrypoint), ...wordsOf(raw.command)],
    environment: pairsOf(raw.environment),
    labels: labelsOf(deploy.labels),
    containerLabels: labelsOf(raw.labels),
    mounts: [...listOf(raw.volumes).map(readMount), ...listOf(raw.tmpfs).map(tmpfsMount)],
    secrets: listOf(raw.secrets).map(readGrant),
    configs: listOf(raw.configs).map(readGrant),
    healthcheck: raw.healthcheck === undefined || raw.healthcheck === null ? undefined : mapOf(raw.healthcheck),
    ports: listOf(raw.ports).map(readPort),
    networks: readNetworks(raw.networks),
    dependsOn: Array.isArray(raw.depends_on) ? raw.depends_on.map(String) : Object.keys(mapOf(raw.depends_on)),
    deploy: readDeploy(deploy),
  }
}

function wordsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((word) => textOf(word) ?? [])
}

function readMount(value: unknown): ComposeMount {
  if (typeof value === 'string') return readShortMount(value)
  const raw = mapOf(value)
  const type = textOf(raw.type)
  return {
    type: type === 'volume' || type === 'bind' || type === 'tmpfs' ? type : 'other',
    source: textOf(raw.source),
    target: textOf(raw.target) ?? '',
    readOnly: raw.read_only === true,
  }
}

/** `[source:]target[:options]`, where a source that starts like a path is one. */
function readShortMount(text: string): ComposeMount {
  const [first = '', second, options = ''] = text.split(':')
  if (second === undefined) return { type: 'volume', source: undefined, target: first, readOnly: false }
  const type = /^[./~]/.test(first) ? 'bind' : 'volume'
  return { type, source: first, target: second, readOnly: options.split(',').includes('ro') }
}

function tmpfsMount(value: unknown): ComposeMount {
  return { type: 'tmpfs', source: undefined, target: (textOf(value) ?? '').split(':')[0] ?? '', readOnly: false }
}

function readGrant(value: unknown): ComposeGrant {
  const raw = mapOf(value)
  return { source: textOf(value) ?? textOf(raw.source) ?? '', target: textOf(raw.target) }
}

function readPort(value: unknown): ComposePort {
  const raw = mapOf(value)
  const [, published, target, protocol] = /^(?:.*?(\d+):)?(\d+)(?:\/(\w+))?$/.exec(textOf(value) ?? '') ?? []
  return {
    target: numberOf(raw.target ?? target),
    published: numberOf(raw.published ?? published),
    protocol: textOf(raw.protocol) ?? protocol ?? 'tcp',
    mode: textOf(raw.mode) ?? 'ingress',
  }
}

function readNetworks(value: unknown): ComposeService['networks'] {
  if (Array.isArray(value)) return value.map((network) => ({ network: String(network), aliases: [] }))
  return Object.entries(mapOf(value)).map(([network, options]) => ({
    network,
    aliases: listOf(mapOf(options).aliases).map(String),
  }))
}

function readDeploy(raw: YamlMap): ComposeDeploy {
  const update = mapOf(raw.update_config)
  const restart = mapOf(raw.restart_policy)
  const attempts = numberOf(restart.max_attempts)
  return {
    mode: textOf(raw.mode) ?? 'replicated',
    replicas: numberOf(raw.replicas) ?? 1,
    updateConfig: {
      ...given('order', textOf(update.order)),
      ...given('failureAction', textOf(update.failure_action)),
      ...given('monitor', textOf(update.monitor)),
    },
    restartPolicy: {
      ...given('condition', textOf(restart.condition)),
      ...given('delay', textOf(restart.delay)),
      ...(attempts !== undefined && { maxAttempts: attempts }),
    },
  }
}
