import { type BedPaths, bedPaths } from './bed-paths.js'
import { type Endpoint, readEndpoint } from './endpoint.js'
import { dockerShell } from './engine/docker-shell.js'
import { enginePid } from './engine/nested-engine.js'
import { presentImages } from './images/seed.js'
import { proxyService } from './proxy/ensure-proxy.js'
import { registryAddress, registryPid } from './registry.js'
import { needsShim, shimPid } from './shim/ensure-shim.js'

export interface BedStatus {
  /** True when a stack could be deployed and reached now. */
  ready: boolean
  endpoint: Endpoint | undefined
  engine: string
  swarm: string
  proxy: string
  shim: string
  registry: string
  images: string[]
}

export async function status(paths: BedPaths = bedPaths()): Promise<BedStatus> {
  const endpoint = readEndpoint(paths.endpointFile)
  if (endpoint === undefined) return { ...nothing, endpoint }
  const $d = dockerShell(endpoint.dockerHost)({ nothrow: true })
  const info = await $d`docker info -f ${'{{.ServerVersion}} {{.Swarm.LocalNodeState}}'}`
  if (info.exitCode !== 0) return { ...nothing, endpoint, engine: 'does not answer' }
  const [version = '', swarm = ''] = info.stdout.trim().split(' ')
  const replicas = await $d`docker service ls --filter name=${proxyService} --format ${'{{.Replicas}}'}`
  const proxy = endpoint.proxy.caFile === undefined ? 'not the bed’s own' : replicas.stdout.trim() || 'absent'
  const shim = await shimStatus(paths, endpoint)
  return {
    ready: swarm === 'active' && !proxy.startsWith('0') && proxy !== 'absent' && shim !== 'stopped',
    endpoint,
    engine: `${version}${endpoint.kind === 'nested' ? `, process ${enginePid(paths.engine)}` : ''}`,
    swarm,
    proxy,
    shim,
    registry: registryPid(paths) === undefined ? 'absent' : registryAddress(paths),
    images: [...(await presentImages(endpoint.dockerHost)).keys()].sort(),
  }
}

const nothing: BedStatus = {
  ready: false,
  endpoint: undefined,
  engine: 'absent',
  swarm: 'absent',
  proxy: 'absent',
  shim: 'absent',
  registry: 'absent',
  images: [],
}

async function shimStatus(paths: BedPaths, endpoint: Endpoint): Promise<string> {
  if (!(await needsShim())) return 'not needed'
  const pid = shimPid(paths.dataDir, endpoint.kind === 'nested' ? enginePid(paths.engine) : undefined)
  return pid === undefined ? 'stopped' : `process ${pid}`
}
