import type { ComposeDocument } from './compose-document.js'
import type { ComposeService } from './compose-service.js'

/** A service that Traefik sends traffic to (recipe-format §5). */
export interface RoutedService {
  readonly service: string
  /** Every name in the `Host()` rules of its HTTP routers, without repeats. */
  readonly hosts: readonly string[]
  /** The port inside the container that its first router leads to; undefined where no label says it. */
  readonly port: number | undefined
}

/** the services with `traefik.enable=true` and an HTTP router, whatever they are called. */
export function routedServicesOf(doc: ComposeDocument): RoutedService[] {
  return doc.services.flatMap(routeOf)
}

/** The service that answers for a domain. */
export function serviceForDomain(doc: ComposeDocument, domain: string): RoutedService | undefined {
  return routedServicesOf(doc).find(({ hosts }) => hosts.includes(domain.toLowerCase()))
}

/** The names in the `Host()` parts of a rule: lists as in Traefik 2, `||` as in 3; a negated part names none. */
export function hostsInRule(rule: string): string[] {
  const lists = [...rule.matchAll(/(!?)\s*\bHost\(([^)]*)\)/gi)].filter(([, negation]) => negation === '')
  const names = lists.flatMap(([, , list = '']) =>
    [...list.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, name = '']) => name),
  )
  return [...new Set(names.map((name) => name.trim().toLowerCase()))]
}

function routeOf({ name, labels }: ComposeService): RoutedService[] {
  const known = new Map(Object.entries(labels).map(([label, value]) => [label.toLowerCase(), value.trim()]))
  const routers = matchesIn(known, /^traefik\.http\.routers\.([^.]+)\.rule$/)
  const [main] = routers
  if (known.get('traefik.enable')?.toLowerCase() !== 'true' || main === undefined) return []
  const hosts = [...new Set(routers.flatMap(({ value }) => hostsInRule(value)))]
  return [{ service: name, hosts, port: portOf(main.name, known) }]
}

/** The port of the Traefik service that a router names, else of the one called like it, else of the first. */
function portOf(router: string, labels: ReadonlyMap<string, string>): number | undefined {
  const ports = matchesIn(labels, /^traefik\.http\.services\.([^.]+)\.loadbalancer\.server\.port$/)
  const wanted = labels.get(`traefik.http.routers.${router}.service`)?.replace(/@.*/, '').toLowerCase() ?? router
  const port = Number((ports.find(({ name }) => name === wanted) ?? ports[0])?.value)
  return Number.isInteger(port) && port > 0 ? port : undefined
}

function matchesIn(labels: ReadonlyMap<string, string>, pattern: RegExp): Array<{ name: string; value: string }> {
  return [...labels].flatMap(([label, value]) => {
    const name = pattern.exec(label)?.[1]
    return name === undefined ? [] : [{ name, value }]
  })
}
