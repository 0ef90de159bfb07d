import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BedPaths, bedPaths } from './bed-paths.js'
import { type Endpoint, writeJson } from './endpoint.js'
import { answers } from './engine/docker-api.js'
import { enginePid, ensureNestedEngine } from './engine/nested-engine.js'
import { ensureSwarm, type MadeSwarm, swarmAddress } from './engine/swarm.js'
import { withLock } from './host/lock.js'
import { enginePackages, ensurePackages, requireRoot } from './host/packages.js'
import { proxyImage } from './images/catalog.js'
import { seed } from './images/seed.js'
import { ensureProxy, hasForeignProxy, type ProxyPlace } from './proxy/ensure-proxy.js'
import { ensureRegistry } from './registry.js'
import { ensureShim, needsShim, systemEnginePid } from './shim/ensure-shim.js'

export interface UpOptions {
  /** The bed's own engine, also where the system has one. */
  nested?: boolean
  /** Engine to use instead of the one that `docker` would reach. */
  dockerHost?: string
  images?: readonly string[]
  registry?: boolean
}

/** What this bed made in an engine that is not its own; `down` undoes just that. */
export interface BedState {
  system?: { dockerHost: string; made: MadeSwarm; proxy: boolean }
}

/** Brings up what is not up yet and says where it is. Safe to call at any time, from several processes. */
export async function up(options: UpOptions = {}, paths: BedPaths = bedPaths()): Promise<Endpoint> {
  const system = options.nested ? undefined : await answeringDockerHost(options.dockerHost ?? process.env.DOCKER_HOST)
  const bed = await withLock(paths.lockFile, () => (system ? systemBed(paths, system) : nestedBed(paths, options)))
  const images = { dockerHost: bed.endpoint.dockerHost, cacheDir: paths.cacheDir, lockFile: paths.lockFile }
  const { place } = bed
  if (place !== undefined) {
    await seed(images, [proxyImage])
    await withLock(paths.lockFile, () => ensureProxy(place))
  }
  writeJson(paths.endpointFile, bed.endpoint)
  await seed(images, options.images ?? [])
  return bed.endpoint
}

/** A bed whose engine and Swarm are up, and where its proxy belongs unless there is another one. */
interface Bed {
  endpoint: Endpoint
  place?: ProxyPlace
}

/** The Docker Engine that a plain `docker` call here would reach, if it answers. */
async function answeringDockerHost(wanted: string | undefined): Promise<string | undefined> {
  const host = wanted || 'unix:///var/run/docker.sock'
  if (!host.startsWith('unix://')) return host
  return (await answers(host.slice('unix://'.length))) ? host : undefined
}

export function readState(paths: BedPaths): BedState {
  return existsSync(paths.stateFile) ? (JSON.parse(readFileSync(paths.stateFile, 'utf8')) as BedState) : {}
}

const caFile = (paths: BedPaths, kind: Endpoint['kind']) => join(paths.dataDir, `${kind}-ca.pem`)

async function nestedBed(paths: BedPaths, options: UpOptions): Promise<Bed> {
  const { engine } = paths
  requireRoot('start a Docker Engine')
  await ensurePackages(enginePackages)
  writeJson(paths.stateFile, readState(paths))
  await ensureNestedEngine(engine)
  await ensureSwarm(engine.dockerHost, engine.address)
  await serveWithoutIpvs(paths, { socket: engine.socket, execRoot: engine.execRoot, enginePid: enginePid(engine) })
  if (options.registry) await ensureRegistry(paths)
  const { dockerHost, socket, address } = engine
  return ownProxyBed('nested', { dockerHost, socket, address, ...ports.nested, caFile: caFile(paths, 'nested') })
}

async function systemBed(paths: BedPaths, dockerHost: string): Promise<Bed> {
  const before = readState(paths).system
  const made = await ensureSwarm(dockerHost)
  const foreignProxy = await hasForeignProxy(dockerHost)
  const system = {
    dockerHost,
    made: { swarm: made.swarm || before?.made.swarm === true, network: made.network || before?.made.network === true },
    proxy: !foreignProxy,
  }
  writeJson(paths.stateFile, { system })
  const socket = dockerHost.startsWith('unix://') ? dockerHost.slice('unix://'.length) : '/var/run/docker.sock'
  await serveWithoutIpvs(paths, { socket, execRoot: '/var/run/docker', enginePid: systemEnginePid() })
  const address = await swarmAddress(dockerHost)
  if (foreignProxy) {
    const proxy = { address: `${address}:443` }
    return { endpoint: { version: 1, kind: 'system', dockerHost, proxy, swarmAddress: address } }
  }
  return ownProxyBed('system', { dockerHost, socket, address, ...ports.system, caFile: caFile(paths, 'system') })
}

/** A bed's own engine has the usual ports to itself; on a system something may listen there. */
const ports = { nested: { httpsPort: 443, httpPort: 80 }, system: { httpsPort: 18_443, httpPort: 18_080 } }

function ownProxyBed(kind: Endpoint['kind'], place: ProxyPlace): Bed {
  const proxy = { address: `${place.address}:${place.httpsPort}`, caFile: place.caFile }
  return { place, endpoint: { version: 1, kind, dockerHost: place.dockerHost, proxy, swarmAddress: place.address } }
}

async function serveWithoutIpvs(
  paths: BedPaths,
  engine: { socket: string; execRoot: string; enginePid: number | undefined },
): Promise<void> {
  const { enginePid: pid } = engine
  if (pid === undefined || process.getuid?.() !== 0 || !(await needsShim())) return
  await ensureShim({ ...engine, enginePid: pid, folder: paths.dataDir })
}
