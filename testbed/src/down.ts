import { existsSync, rmSync } from 'node:fs'
import { type BedPaths, bedPaths } from './bed-paths.js'
import { removeEndpoint } from './endpoint.js'
import { removeNestedEngine } from './engine/nested-engine.js'
import { removeSwarm } from './engine/swarm.js'
import { withLock } from './host/lock.js'
import { report } from './progress.js'
import { removeProxy } from './proxy/ensure-proxy.js'
import { stopRegistry } from './registry.js'
import { stopShim } from './shim/ensure-shim.js'
import { removeNodes } from './start-node.js'
import { readState } from './up.js'

/** Removes all that `up` made and nothing else. */
export function down(paths: BedPaths = bedPaths()): Promise<void> {
  return withLock(paths.lockFile, async () => {
    removeEndpoint(paths.endpointFile)
    if (!existsSync(paths.stateFile)) return // Not a folder that a bed made: nothing here is ours to remove.
    const { system } = readState(paths)
    if (system?.proxy) await removeProxy(system.dockerHost)
    if (system) await removeSwarm(system.dockerHost, system.made)
    await removeNodes(paths, () => true)
    await stopShim(paths.dataDir)
    await stopRegistry(paths)
    await removeNestedEngine(paths.engine)
    rmSync(paths.dataDir, { recursive: true, force: true })
    report('the test bed is gone')
  })
}
