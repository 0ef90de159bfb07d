/**
 * @typedef {{ name: string, labels: Record<string, string> }} Service
 * @typedef {{ hosts: string[], path: string | undefined, service: string, port: number }} Route
 */

const router = /^traefik\.http\.routers\.([^.]+)\.rule$/

/** The routes that a service's Traefik labels ask for; rules that are not about hosts are left out. */
export function routesOf({ name, labels }) {
  if (labels['traefik.enable'] !== 'true') return []
  return Object.entries(labels).flatMap(([key, rule]) => {
    const routerName = router.exec(key)?.[1]
    if (routerName === undefined) return []
    const hosts = hostsOf(rule)
    if (hosts.length === 0) return []
    const path = /PathPrefix\(\s*[`'"]([^`'"]+)/.exec(rule)?.[1]
    return [{ hosts, path, service: name, port: portOf(labels, routerName) }]
  })
}

/** Understands one host, version 2's comma lists, and several Host() joined by ||. */
function hostsOf(rule) {
  const lists = [...rule.matchAll(/\bHost\(([^)]*)\)/g)].map((match) => match[1])
  return lists.flatMap((list) => [...list.matchAll(/[`'"]([^`'"]+)[`'"]/g)].map((match) => match[1].toLowerCase()))
}

function portOf(labels, routerName) {
  const service = labels[`traefik.http.routers.${routerName}.service`]
  const ports = Object.entries(labels).flatMap(([key, value]) => {
    const name = /^traefik\.http\.services\.([^.]+)\.loadbalancer\.server\.port$/.exec(key)?.[1]
    return name === undefined ? [] : [{ name, port: Number(value) }]
  })
  return (ports.find(({ name }) => name === service) ?? ports[0])?.port ?? 80
}

/** The whole configuration of Caddy, as its admin API takes it. */
export function caddyConfig(services) {
  const routes = services.flatMap(routesOf).sort(byPrecedence)
  return {
    admin: { listen: 'localhost:2019' },
    logging: { logs: { default: { level: 'WARN' } } },
    apps: {
      http: {
        servers: {
          plain: { listen: [':80'], routes: [{ handle: [toHttps] }] },
          secure: {
            listen: [':443'],
            automatic_https: { disable_redirects: true },
            tls_connection_policies: [{}],
            routes: [...routes.map(toCaddyRoute), { handle: [notFound] }],
          },
        },
      },
      tls: { automation: { policies: [{ issuers: [{ module: 'internal' }], on_demand: true }] } },
      pki: { certificate_authorities: { local: { install_trust: false } } },
    },
  }
}

const toHttps = {
  handler: 'static_response',
  status_code: 308,
  headers: { Location: ['https://{http.request.host}{http.request.uri}'] },
}

const notFound = {
  handler: 'static_response',
  status_code: 404,
  headers: { 'Content-Type': ['text/plain; charset=utf-8'] },
  body: '404 page not found\n',
}

/** Longer paths first, as Traefik ranks rules by length; then by name, so that equal input gives equal output. */
function byPrecedence(a, b) {
  return (b.path?.length ?? 0) - (a.path?.length ?? 0) || a.service.localeCompare(b.service)
}

/**
 * Asks Swarm's DNS for the tasks instead of naming them here: it lists a task only while that is healthy,
 * and connections survive a rollout because the configuration stays the same.
 */
function toCaddyRoute({ hosts, path, service, port }) {
  return {
    match: [{ host: hosts, ...(path === undefined ? {} : { path: [`${path}*`] }) }],
    terminal: true,
    handle: [
      {
        handler: 'reverse_proxy',
        dynamic_upstreams: { source: 'a', name: `tasks.${service}`, port: String(port), refresh: '100ms' },
        load_balancing: { try_duration: '500ms', try_interval: '50ms' },
      },
    ],
  }
}
