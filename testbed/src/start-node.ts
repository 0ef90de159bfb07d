import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'zx'
import { type BedPaths, bedPaths, type EngineSite, engineSite } from './bed-paths.js'
import { dockerShell } from './engine/docker-shell.js'
import { enginePid, ensureNestedEngine, removeNestedEngine } from './engine/nested-engine.js'
import { ensureSwarm } from './engine/swarm.js'
import { stopProcesses } from './host/daemons.js'
import { enginePackages, ensurePackages, requireRoot } from './host/packages.js'
import { resolveImages } from './images/catalog.js'
import { ensureShim, needsShim, stopShim } from './shim/ensure-shim.js'
import { up } from './up.js'

export interface NodeOptions {
  /** Images copied from the main bed, which is brought up for them. */
  images?: readonly string[]
  /** Keeps the engine's data in memory and in this little of it, to let it run full. */
  dataRootTmpfsMb?: number
}

/** A Docker Engine with a Swarm of its own that a test may break. */
export interface TestNode {
  dockerHost: string
  dataRoot: string
  /** Address that its published ports answer on. */
  address: string
  /** Process id of dockerd; changes with `restart`. */
  readonly pid: number | undefined
  kill9(): Promise<void>
  /** Starts dockerd again on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts a throw-away engine. It belongs to this process; what a dead process left is removed on the way. */
export async function startNode(name: string, options: NodeOptions = {}): Promise<TestNode> {
  requireRoot('start a Docker Engine')
  const paths = bedPaths()
  await removeNodes(paths, (owner) => !existsSync(`/proc/${owner}`))
  await ensurePackages(enginePackages)
  const site = engineSite(join(nodesFolder(paths), `${name}.${process.pid}`))
  await removeNode(site)
  try {
    await prepare(paths, site, options)
  } catch (error) {
    await removeNode(site)
    throw error
  }
  return {
    dockerHost: site.dockerHost,
    dataRoot: site.dataRoot,
    address: site.address,
    get pid() {
      return enginePid(site)
    },
    kill9: () => killEngine(site),
    restart: () => run(site),
    stop: () => removeNode(site),
  }
}

async function prepare(paths: BedPaths, site: EngineSite, options: NodeOptions): Promise<void> {
  mkdirSync(site.dataRoot, { recursive: true })
  if (options.dataRootTmpfsMb !== undefined) {
    await $({ quiet: true })`mount -t tmpfs -o size=${options.dataRootTmpfsMb}m tmpfs ${site.dataRoot}`
  }
  await run(site)
  if (options.images !== undefined) await copyImages(paths, site, options.images)
}

/** Removes the nodes of this bed whose owning process the filter names. */
export async function removeNodes(paths: BedPaths, whose: (owner: number) => boolean): Promise<void> {
  const folder = nodesFolder(paths)
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (whose(Number(name.split('.').at(-1)))) await removeNode(engineSite(join(folder, name)))
  }
}

const nodesFolder = (paths: BedPaths) => join(paths.dataDir, 'nodes')

async function run(site: EngineSite): Promise<void> {
  await ensureNestedEngine(site)
  await ensureSwarm(site.dockerHost, site.address)
  const pid = enginePid(site)
  if (pid === undefined || !(await needsShim())) return
  await ensureShim({ socket: site.socket, execRoot: site.execRoot, enginePid: pid, folder: site.dataDir })
}

async function killEngine(site: EngineSite): Promise<void> {
  const pid = enginePid(site)
  if (pid !== undefined) await stopProcesses([pid], 'SIGKILL', 10)
}

async function removeNode(site: EngineSite): Promise<void> {
  await stopShim(site.dataDir)
  await removeNestedEngine(site)
}

async function copyImages(paths: BedPaths, site: EngineSite, names: readonly string[]): Promise<void> {
  await up({ nested: true, images: names }, paths)
  const references = resolveImages(names).map((image) => image.reference)
  const $d = dockerShell(paths.engine.dockerHost)
  await $d`docker save ${references} | docker -H ${site.dockerHost} load -q`
}
