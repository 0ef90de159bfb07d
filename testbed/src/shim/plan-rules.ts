/** One service on one overlay, as `GET /networks/<id>?verbose=true` tells it. */
interface OverlayService {
  name: string
  /** Absent for a service that resolves by DNS round robin. */
  vip: string | undefined
  tasks: readonly { id: string; address: string }[]
}

export interface Overlay {
  id: string
  ingress: boolean
  services: readonly OverlayService[]
}

export interface PublishedPort {
  protocol: string
  published: number
  target: number
}

export interface SwarmView {
  overlays: readonly Overlay[]
  /** Tasks that Swarm wants to run; one that is being stopped stays listed on its overlay for its grace period. */
  wantedTasks: ReadonlySet<string>
  /** Ingress ports by service name. */
  ports: ReadonlyMap<string, readonly PublishedPort[]>
  /** Address of `ingress_sbox` on docker_gwbridge. */
  gateway: string | undefined
}

/** The wanted contents of our nft table in one network namespace, and the addresses its eth0 must own. */
export interface NamespacePlan {
  namespace: 'host' | 'ingress_sbox' | `lb_${string}`
  vips: readonly string[]
  chains: string
}

/** What dockerd would have programmed with IPVS, as nft rules: one plan per network namespace. */
export function planRules(view: SwarmView): NamespacePlan[] {
  return view.overlays.flatMap((overlay) =>
    overlay.ingress ? planIngress(overlay, view) : [planOverlay(overlay, view)],
  )
}

function planOverlay(overlay: Overlay, view: SwarmView): NamespacePlan {
  const services = balanced(overlay)
  const rules = services.map((service) => `ip daddr ${service.vip} dnat to ${pickOne(addresses(service, view))}`)
  return {
    namespace: `lb_${overlay.id.slice(0, 9)}`,
    vips: services.map((service) => service.vip),
    chains: chain('prerouting', -101, rules) + chain('postrouting', 101, ['ct status dnat masquerade']),
  }
}

function planIngress(overlay: Overlay, view: SwarmView): NamespacePlan[] {
  const { gateway } = view
  if (gateway === undefined) return []
  const ports = balanced(overlay).flatMap((service) =>
    (view.ports.get(service.name) ?? []).map((port) => ({ ...port, addresses: addresses(service, view) })),
  )
  const toTasks = ports.map(
    (port) => `${port.protocol} dport ${port.published} dnat to ${pickOne(port.addresses)}:${port.target}`,
  )
  const toSandbox = ports.map(
    (port) => `fib daddr type local ${port.protocol} dport ${port.published} dnat to ${gateway}:${port.published}`,
  )
  const answersBack = ['oifname "docker_gwbridge" ct status dnat fib saddr type local masquerade']
  return [
    {
      namespace: 'ingress_sbox',
      vips: [],
      chains: chain('prerouting', -100, toTasks) + chain('postrouting', 100, ['ct status dnat masquerade']),
    },
    {
      namespace: 'host',
      vips: [],
      chains:
        chain('prerouting', -101, toSandbox) + chain('output', -101, toSandbox) + chain('postrouting', 99, answersBack),
    },
  ]
}

type BalancedService = OverlayService & { vip: string }

function balanced(overlay: Overlay): BalancedService[] {
  return overlay.services
    .filter((service): service is BalancedService => service.vip !== undefined && service.tasks.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Falls back to the tasks being stopped, so that a service on its way out refuses rather than hangs. */
function addresses(service: OverlayService, view: SwarmView): string[] {
  const wanted = service.tasks.filter((task) => view.wantedTasks.has(task.id))
  return (wanted.length > 0 ? wanted : service.tasks).map((task) => task.address).sort()
}

function pickOne(choices: readonly string[]): string {
  if (choices.length === 1) return choices[0] ?? ''
  const map = choices.map((address, index) => `${index} : ${address}`).join(', ')
  return `numgen random mod ${choices.length} map { ${map} }`
}

function chain(hook: string, priority: number, rules: readonly string[]): string {
  const lines = [`type nat hook ${hook} priority ${priority};`, ...rules]
  return `chain ${hook} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`
}
