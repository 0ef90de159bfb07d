import { stringify } from 'yaml'
import { type ComposeDocument, serviceNamed, toComposeDocument } from './compose-document.js'
import { mapOf, type YamlMap } from './compose-yaml.js'
import type { Env } from './env-expansion.js'

/** What abra would write on the `app` service (recipe-format §5). */
export interface AppIdentity {
  readonly stack: string
  readonly recipe: string
  readonly version: string
  readonly chaos: boolean
  /** Only under chaos: the head's first 8 characters, with `+U` for a dirty tree. */
  readonly chaosVersion?: string
  readonly timeoutSeconds?: number
}

/** Labels service `app` as abra would; under chaos a version the recipe states itself is kept. */
export function addAppLabels(doc: ComposeDocument, identity: AppIdentity): ComposeDocument {
  const app = serviceNamed(doc, 'app')
  if (app === undefined) return doc
  const prefix = `coop-cloud.${identity.stack}`
  const ownVersion = identity.chaos ? app.labels[`${prefix}.version`] : undefined
  const { chaosVersion, timeoutSeconds } = identity
  const labels = {
    ...app.labels,
    [`${prefix}.recipe`]: identity.recipe,
    [`${prefix}.version`]: ownVersion || identity.version,
    [`${prefix}.chaos`]: `${identity.chaos}`,
    ...(identity.chaos && chaosVersion !== undefined && { [`${prefix}.chaos-version`]: chaosVersion }),
    ...(timeoutSeconds !== undefined && { [`${prefix}.timeout`]: `${timeoutSeconds}` }),
  }
  return withApp(doc, (raw) => ({ ...raw, deploy: { ...mapOf(raw.deploy), labels } }))
}

/** gives service `app` every variable of the app env that it does not set itself; config templates read them. */
export function exposeAllEnv(doc: ComposeDocument, env: Env): ComposeDocument {
  const own = serviceNamed(doc, 'app')?.environment
  if (own === undefined) return doc
  return withApp(doc, (raw) => ({ ...raw, environment: { ...env, ...onlySet(own) } }))
}

/** Doubles every `$` in keys and texts: `docker stack config` halved them, and `docker stack deploy` will again. */
export function doubleDollars(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$')
  if (Array.isArray(value)) return value.map(doubleDollars)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [doubleDollars(key), doubleDollars(item)]))
}

/**
 * YAML for `docker stack deploy -c`. Texts are quoted, because Docker reads `on` and `1_000` as YAML 1.1 does; variables
 * without a value are left out, because Docker would take them from the host.
 */
export function toDeployableYaml(doc: ComposeDocument): string {
  const raw = mapOf(doc.raw.services)
  const services = doc.services.map(({ name, environment }) => {
    const service = mapOf(raw[name])
    return [name, service.environment === undefined ? service : { ...service, environment: onlySet(environment) }]
  })
  return stringify(doubleDollars({ ...doc.raw, services: Object.fromEntries(services) }), {
    version: '1.1',
    aliasDuplicateObjects: false,
    defaultKeyType: 'PLAIN',
    defaultStringType: 'QUOTE_DOUBLE',
    lineWidth: 0,
  })
}

function onlySet(environment: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  )
}

function withApp(doc: ComposeDocument, change: (app: YamlMap) => YamlMap): ComposeDocument {
  const services = mapOf(doc.raw.services)
  return toComposeDocument({ ...doc.raw, services: { ...services, app: change(mapOf(services.app)) } })
}
