import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The testbed folder of the repository. */
export const testbedFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Where one bed keeps its things. */
export interface BedPaths {
  /** Removed whole by `down`. */
  dataDir: string
  /** What building images leaves behind: base tar, build contexts, npm trees. */
  cacheDir: string
  lockFile: string
  stateFile: string
  /** Names, addresses and folders of the bed's own engine. */
  engine: EngineSite
  /** The small file that tells others where the bed is. */
  endpointFile: string
}

/** Everything that must differ between two engines on one machine, derived from the data folder. */
export interface EngineSite {
  id: string
  dataDir: string
  dataRoot: string
  /** Short, because a unix socket path may not exceed 107 bytes. */
  runDir: string
  execRoot: string
  socket: string
  dockerHost: string
  netns: string
  hostLink: string
  subnet: string
  hostAddress: string
  address: string
}

export function bedPaths(env: NodeJS.ProcessEnv = process.env): BedPaths {
  const cacheHome = env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const dataDir = resolve(env.CC_CI_TESTBED_DIR || join(cacheHome, 'cc-ci', 'testbed'))
  return {
    dataDir,
    cacheDir: join(dataDir, 'cache'),
    lockFile: `/run/lock/cc-ci-testbed-${shortHash(dataDir)}`,
    stateFile: join(dataDir, 'bed.json'),
    engine: engineSite(join(dataDir, 'engine')),
    endpointFile: join(env.CC_CI_TESTBED_POINTER || join(testbedFolder, '..', '.testbed'), 'endpoint.json'),
  }
}

export function engineSite(dataDir: string): EngineSite {
  const id = shortHash(dataDir)
  const runDir = `/run/cc-ci/${id}`
  const network = networkOf(id)
  return {
    id,
    dataDir,
    dataRoot: join(dataDir, 'data'),
    runDir,
    execRoot: join(runDir, 'exec'),
    socket: join(runDir, 'docker.sock'),
    dockerHost: `unix://${join(runDir, 'docker.sock')}`,
    netns: `cc-ci-${id}`,
    hostLink: `ccci-${id}`,
    subnet: `${network}.0/24`,
    hostAddress: `${network}.1`,
    address: `${network}.20`,
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** A /24 between 10.110 and 10.189: clear of Docker's bridges, Swarm's first overlays and the `proxy` overlay. */
function networkOf(id: string): string {
  const number = Number.parseInt(id, 16)
  return `10.${110 + ((number >>> 8) % 80)}.${number & 0xff}`
}
