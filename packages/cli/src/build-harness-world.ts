import { join } from 'node:path'
import type { HarnessWorld } from '@cc-ci/ci-harness'
import { FlockLeaseStore } from '@cc-ci/kernel'
import { endpointOf, type Workspace } from './workspace/load-workspace.js'
import type { World } from './world.js'

const clientVariables = [
  'PATH',
  'HOME',
  'DOCKER_CONFIG',
  'DOCKER_CONTEXT',
  'DOCKER_HOST',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
]

/** Connects the harness's ports to this machine, its Docker and the workspace's proxy. */
export async function buildHarnessWorld(world: World, workspace: Workspace): Promise<HarnessWorld> {
  const { ChromiumBrowser, chooseEngine, chooseLeases, DockerSwarm, HttpsProbe, NetTcpProbe, StatfsDiskProbe } =
    await import('@cc-ci/ci-harness')
  const { dockerHost, proxy } = endpointOf(workspace)
  const clientEnv = clientEnvironment(world, dockerHost)
  const { clock, processes, git, environment } = world
  const socket = clientEnv.DOCKER_HOST ?? defaultSocket
  const hostLeases = openLeases(world)
  const swarm = new DockerSwarm({ dockerHost: socket })
  const leases = chooseLeases({ swarm, clock, dockerHost: socket, folder: leaseFolder(world) })
  const abraDir = environment.ABRA_DIR ?? (environment.HOME && join(environment.HOME, '.abra'))
  return {
    ...{ clock, processes, git, leases, hostLeases, swarm },
    engine: await chooseEngine(workspace.config.engine.kind, {
      ...{ processes, git, swarm, clientEnv, leases: hostLeases, sharedDir: abraDir },
    }),
    http: new HttpsProbe(proxy === undefined ? {} : { proxy }),
    tcp: new NetTcpProbe(proxy === undefined ? {} : { proxy }),
    disk: new StatfsDiskProbe(),
    browser: new ChromiumBrowser({
      ...{ clock: world.clock, environment: world.environment, proxy },
      libraryFolders: [workspace.folder, world.cwd],
    }),
  }
}

const defaultSocket = 'unix:///var/run/docker.sock'

/** What Docker's client and recipe tests see of our environment; everything else of this host stays out. */
export function clientEnvironment(
  { environment }: Pick<World, 'environment'>,
  dockerHost: string | undefined,
): Record<string, string> {
  const inherited = clientVariables.flatMap((name) =>
    environment[name] === undefined ? [] : [[name, environment[name]]],
  )
  return { ...Object.fromEntries(inherited), ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }) }
}

/** One folder on tmpfs for all runs of this host, whatever workspace they belong to. */
const leaseFolder = ({ environment }: Pick<World, 'environment'>): string =>
  environment.CC_CI_LEASE_DIR ?? '/run/lock/cc-ci'

export const openLeases = (world: Pick<World, 'environment'>): FlockLeaseStore =>
  new FlockLeaseStore(leaseFolder(world))
