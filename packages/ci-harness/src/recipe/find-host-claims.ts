import { isAbsolute } from 'node:path'
import type { ComposeDocument } from './compose-document.js'
import { listOf, mapOf, textOf } from './compose-yaml.js'
import { bindSourcesOf } from './service-mounts.js'
import { routedServicesOf } from './traefik-routes.js'

/** Something of the host or of others that a recipe asks for; a sentence each. */
export type HostClaim = string

/** Host paths that tell a container nothing but the time. */
const harmlessPaths = ['/etc/localtime', '/etc/timezone', '/usr/share/zoneinfo']

/**
 * What a recipe would get of the host beyond its own containers: host paths, capabilities, networks of others, domains
 * other than the run's. Each is as much as running code on the host, so each needs the same approval.
 */
export function findHostClaims(
  document: ComposeDocument,
  { domain, proxyNetwork }: { domain: string; proxyNetwork: string },
): HostClaim[] {
  return [
    ...bindSourcesOf(document)
      .filter(({ source }) => !harmlessPaths.includes(source))
      .map(({ source, services }) => `${services.join(', ')} mounts the host path ${source}`),
    ...document.services.flatMap(({ name }) =>
      capabilitiesOf(document, name).map((capability) => `${name} wants the capability ${capability}`),
    ),
    ...hostVolumesOf(document),
    ...document.networks
      .filter(({ external, name, key }) => external && (name ?? key) !== proxyNetwork)
      .map(({ name, key }) => `it joins the external network ${name ?? key}`),
    ...routedServicesOf(document).flatMap(({ service, hosts }) =>
      hosts.filter((host) => !isOwn(host, domain)).map((host) => `${service} takes the traffic of ${host}`),
    ),
  ]
}

/** The run's domain and names below it. */
const isOwn = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

function capabilitiesOf(document: ComposeDocument, service: string): string[] {
  const raw = mapOf(mapOf(document.raw.services)[service])
  return listOf(raw.cap_add).flatMap((capability) => textOf(capability) ?? [])
}

/** A volume of the local driver may be any folder of the host. */
function hostVolumesOf(document: ComposeDocument): HostClaim[] {
  return Object.entries(mapOf(document.raw.volumes)).flatMap(([key, volume]) => {
    const device = textOf(mapOf(mapOf(volume).driver_opts).device)
    return device !== undefined && isAbsolute(device) ? [`the volume ${key} is the host path ${device}`] : []
  })
}
