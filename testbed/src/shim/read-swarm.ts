import { getFromDocker, withFilters } from '../engine/docker-api.js'
import type { Overlay, PublishedPort, SwarmView } from './plan-rules.js'

interface NetworkDocument {
  Id: string
  Ingress: boolean
  Services?: Record<string, { VIP: string; Tasks?: { Name: string; EndpointIP: string }[] | null }>
}

interface ServiceDocument {
  Spec: { Name: string }
  Endpoint?: { Ports?: { Protocol: string; TargetPort: number; PublishedPort: number; PublishMode: string }[] }
}

/** Reads from the Engine all that the rules depend on, except the gateway. */
export async function readSwarm(socket: string): Promise<Omit<SwarmView, 'gateway'>> {
  const [networks, tasks, services] = await Promise.all([
    getFromDocker<NetworkDocument[]>(socket, withFilters('/networks', { driver: ['overlay'] })),
    getFromDocker<{ ID: string }[]>(socket, withFilters('/tasks', { 'desired-state': ['running'] })),
    getFromDocker<ServiceDocument[]>(socket, '/services'),
  ])
  const overlays = await Promise.all(networks.map((network) => readOverlay(socket, network.Id)))
  return {
    overlays: overlays.filter((overlay) => overlay !== undefined),
    wantedTasks: new Set(tasks.map((task) => task.ID)),
    ports: new Map(services.map((service) => [service.Spec.Name, ingressPorts(service)])),
  }
}

/** Undefined for a network that was removed between the list and this look. */
async function readOverlay(socket: string, id: string): Promise<Overlay | undefined> {
  const network = await getFromDocker<NetworkDocument>(socket, `/networks/${id}?verbose=true`).catch(() => undefined)
  if (network === undefined) return undefined
  const services = Object.entries(network.Services ?? {}).filter(([name]) => name !== '')
  return {
    id: network.Id,
    ingress: network.Ingress,
    services: services.map(([name, service]) => ({
      name,
      vip: /^\d/.test(service.VIP) ? service.VIP : undefined, // "<nil>" for DNS round robin
      tasks: (service.Tasks ?? []).map((task) => ({
        id: task.Name.split('.').at(-1) ?? task.Name,
        address: task.EndpointIP,
      })),
    })),
  }
}

function ingressPorts(service: ServiceDocument): PublishedPort[] {
  return (service.Endpoint?.Ports ?? [])
    .filter((port) => port.PublishMode === 'ingress')
    .map((port) => ({ protocol: port.Protocol, published: port.PublishedPort, target: port.TargetPort }))
}
