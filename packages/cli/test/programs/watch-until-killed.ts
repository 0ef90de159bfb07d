import { runWatch } from '../../src/watchdog/run-watch.js'
import { loadWorkspace } from '../../src/workspace/load-workspace.js'
import { realWorld } from '../../src/world.js'

/** `watch-until-killed <workspace>`: a watchdog in a process of its own. */
const [, , folder = ''] = process.argv
const world = { ...realWorld(), cwd: folder }
const signal = new AbortController().signal
const request = { version: '0.0.0', dryRun: false, once: false, signal, say: () => undefined }
await runWatch(loadWorkspace(folder, world.environment), request, world)
