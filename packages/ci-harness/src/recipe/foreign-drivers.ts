import { type ComposeDocument, serviceNamed } from './compose-document.js'
import { listOf, mapOf, textOf } from './compose-yaml.js'

/** A driver that Docker does not bring, and what of a service wants it. */
export interface ForeignDriver {
  readonly kind: 'volume' | 'network' | 'log'
  /** Its key in the compose file; of a log the service’s. */
  readonly name: string
  readonly driver: string
}

const builtIn: Readonly<Record<ForeignDriver['kind'], readonly string[]>> = {
  volume: ['local'],
  network: ['overlay', 'bridge', 'host', 'macvlan', 'ipvlan', 'null', 'none'],
  log: ['none', 'local', 'json-file', 'syslog', 'journald', 'gelf', 'fluentd', 'awslogs', 'splunk', 'gcplogs'],
}

export function foreignDriversOf(doc: ComposeDocument, service: string): ForeignDriver[] {
  const raw = mapOf(mapOf(doc.raw.services)[service])
  const networks = Array.isArray(raw.networks)
    ? listOf(raw.networks).flatMap((name) => textOf(name) ?? [])
    : Object.keys(mapOf(raw.networks))
  const volumes = (serviceNamed(doc, service)?.mounts ?? []).flatMap(({ type, source }) =>
    type === 'volume' && source !== undefined ? [source] : [],
  )
  return [
    ...volumes.map((name) => wanted('volume', name, mapOf(mapOf(doc.raw.volumes)[name]).driver)),
    ...networks.map((name) => wanted('network', name, mapOf(mapOf(doc.raw.networks)[name]).driver)),
    wanted('log', service, mapOf(raw.logging).driver),
  ].flatMap((driver) => driver ?? [])
}

function wanted(kind: ForeignDriver['kind'], name: string, value: unknown): ForeignDriver | undefined {
  const driver = textOf(value)
  return driver === undefined || builtIn[kind].includes(driver) ? undefined : { kind, name, driver }
}
