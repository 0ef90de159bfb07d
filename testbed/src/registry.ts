import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BedPaths } from './bed-paths.js'
import { dockerShell } from './engine/docker-shell.js'
import { configureEngine } from './engine/nested-engine.js'
import { runningDaemon, startDaemon, stopProcesses } from './host/daemons.js'
import { ensurePackages, registryPackages } from './host/packages.js'
import { resolveImages } from './images/catalog.js'
import { report } from './progress.js'
import { waitUntil } from './wait-until.js'

const pidFile = (paths: BedPaths) => join(paths.dataDir, 'registry.pid')
const configFile = (paths: BedPaths) => join(paths.dataDir, 'registry.yml')

/** host:port of the bed's registry, reachable from the bed and from the machine; within the bed it is localhost:5000, too. */
export const registryAddress = (paths: BedPaths) => `${paths.engine.address}:5000`

export const registryPid = (paths: BedPaths) => runningDaemon(pidFile(paths), configFile(paths))

/** A registry that the nested engine asks instead of Docker Hub, for tests of digests, tags and pulls. */
export async function ensureRegistry(paths: BedPaths): Promise<void> {
  if (registryPid(paths) !== undefined) return
  await ensurePackages(registryPackages)
  const storage = join(paths.dataDir, 'registry')
  mkdirSync(storage, { recursive: true })
  const config = {
    version: '0.1',
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
    http: { addr: ':5000' },
  }
  writeFileSync(configFile(paths), JSON.stringify(config)) // JSON is YAML
  startDaemon({
    command: 'nsenter',
    args: [`--net=/run/netns/${paths.engine.netns}`, 'docker-registry', 'serve', configFile(paths)],
    logFile: join(paths.dataDir, 'registry.log'),
    pidFile: pidFile(paths),
  })
  await waitUntil('the local registry', () => respondsOk(paths), { seconds: 10 })
  configureEngine(paths.engine, {
    'registry-mirrors': [`http://${registryAddress(paths)}`],
    'insecure-registries': [registryAddress(paths)],
  })
  const $d = dockerShell(paths.engine.dockerHost)
  const mirrored = async () =>
    (await $d`docker info -f ${'{{.RegistryConfig.Mirrors}}'}`).stdout.includes(registryAddress(paths))
  await waitUntil('the engine to use the registry', mirrored, { seconds: 5 })
  report(`registry on ${registryAddress(paths)}`)
}

/** Puts images of the bed into its registry under the names that a pull of the plain name asks for. */
export async function pushImages(paths: BedPaths, names: readonly string[]): Promise<void> {
  const $d = dockerShell(paths.engine.dockerHost)
  for (const { reference } of resolveImages(names)) {
    const path = reference.includes('/') ? reference : `library/${reference}`
    const target = `${registryAddress(paths)}/${path}`
    await $d`docker tag ${reference} ${target}`
    await $d`docker push -q ${target}`
    await $d`docker rmi ${target}`
    report(`pushed ${path}`)
  }
}

export async function stopRegistry(paths: BedPaths): Promise<void> {
  const pid = registryPid(paths)
  if (pid !== undefined) await stopProcesses([pid], 'SIGKILL', 5)
}

async function respondsOk(paths: BedPaths): Promise<boolean> {
  try {
    return (await fetch(`http://${registryAddress(paths)}/v2/`)).ok
  } catch {
    return false
  }
}
