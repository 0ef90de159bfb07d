import { type ComposeService, readComposeService } from './compose-service.js'
import { mapOf, parseComposeYaml, textOf, type YamlMap } from './compose-yaml.js'

/** A compose file, best the merged and interpolated one that `docker stack config` prints. */
export interface ComposeDocument {
  /** The file as parsed, with everything that this reading leaves out. */
  readonly raw: YamlMap
  readonly services: readonly ComposeService[]
  readonly volumes: readonly ComposeResource[]
  readonly secrets: readonly ComposeResource[]
  readonly configs: readonly ComposeResource[]
  readonly networks: readonly ComposeResource[]
}

/** A volume, secret, config or network that a compose file declares. */
export interface ComposeResource {
  readonly key: string
  /** The name given in the file; without one Swarm uses `<stack>_<key>`, or the key itself if it is external. */
  readonly name: string | undefined
  readonly external: boolean
  readonly file: string | undefined
  readonly templateDriver: string | undefined
}

/** Reads a compose file that Swarm would accept, wild ones included; only text that is not YAML throws. */
export function readComposeDocument(text: string, file = 'compose.yml'): ComposeDocument {
  return toComposeDocument(parseComposeYaml(text, file))
}

export function toComposeDocument(raw: YamlMap): ComposeDocument {
  const services = Object.entries(mapOf(raw.services))
  return {
    raw,
    services: services.map(([name, service]) => readComposeService(name, mapOf(service))),
    volumes: readResources(raw.volumes),
    secrets: readResources(raw.secrets),
    configs: readResources(raw.configs),
    networks: readResources(raw.networks),
  }
}

export function serviceNamed(doc: ComposeDocument, name: string): ComposeService | undefined {
  return doc.services.find((service) => service.name === name)
}

/** The name that Swarm knows a declared volume, secret, config or network by. */
export function swarmNameOf({ key, name, external }: ComposeResource, stack: string): string {
  return name ?? (external ? key : `${stack}_${key}`)
}

function readResources(value: unknown): ComposeResource[] {
  return Object.entries(mapOf(value)).map(([key, content]) => {
    const raw = mapOf(content)
    const external = mapOf(raw.external)
    return {
      key,
      name: textOf(raw.name) ?? textOf(external.name),
      external: raw.external === true || raw.external === 'true' || external.name !== undefined,
      file: textOf(raw.file),
      templateDriver: textOf(raw.template_driver),
    }
  })
}
