import { mkdirSync } from 'node:fs'
import {
  assembleWatch,
  readBootId,
  type WatchEnd,
  type WatchWorld,
  watch,
  watchFolder,
  workIsDone,
} from '@cc-ci/watchdog'
import { findLoops } from '../loop/find-loops.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { CompletionSensor } from './completion-sensor.js'
import { LoopsOfWorkspace } from './control-loops.js'
import { disableOwnUnit } from './disable-own-unit.js'
import { ProtocolView } from './protocol-view.js'
import { WorkSensor } from './work-sensor.js'

export interface WatchRequest {
  readonly version: string
  readonly dryRun: boolean
  readonly once: boolean
  readonly signal: AbortSignal
  readonly say: (line: string) => void
  /** Puts other parts in the place of some; for who watches in another time, or breaks one of them on purpose. */
  readonly arrange?: (world: WatchWorld) => WatchWorld
}

/** Watches the loops of a workspace until it is told to end. Throws LOOPS_MISSING, WATCHDOG_RUNNING. */
export async function runWatch(workspace: Workspace, request: WatchRequest, world: World): Promise<WatchEnd> {
  // Whoever supervises the orchestrator by hand takes it out of our sight.
  const spared = world.environment.WATCH_ORCHESTRATOR === '0' ? 'orchestrator' : undefined
  const watched = findLoops(workspace).filter(({ role }) => role !== spared)
  const folder = watchFolder(workspace.folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { watchdog: settings, notify } = workspace.config
  const protocol = new ProtocolView(workspace, world)
  const completion = new CompletionSensor(protocol)
  const readEvidence = async () => completion.evidence
  const control = new LoopsOfWorkspace(workspace, { watched, readEvidence }, world)
  const sensors = { loop: [new WorkSensor(control, protocol, world)], common: [completion] }
  const { environment } = world
  const { dryRun, say } = request
  const folders = [workspace.folder]
  const parts = { folder, folders, settings, notify, dryRun, environment, say, control, sensors }
  const assembled = await assembleWatch(parts, world)
  try {
    const { arrange = (all) => all } = request
    const end = await watch({ ...request, settings, bootId: readBootId() }, arrange(assembled.world))
    if (end.reason === workIsDone && !dryRun) await disableOwnUnit(world, say)
    return end
  } finally {
    await assembled.release()
  }
}
