import type { ReadJournal, WatchSummary } from '@cc-ci/watchdog'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { readLatest } from './read-latest.js'
import type { PhaseTicks } from './read-ticks.js'

/** All that `loop top` shows at one moment; ages and countdowns are seconds. */
export interface TopView extends WatchSummary {
  readonly schemaVersion: 1
  /** Epoch seconds. */
  readonly at: number
  readonly workspace: string
  readonly watchdog: {
    /** `stale` has not said for two minutes that it lives; `never` has not begun in this workspace. */
    readonly state: 'alive' | 'stale' | 'never'
    readonly epoch: number | null
    readonly heartbeatAge: number | null
  }
  readonly phase: PhaseTicks | null
  readonly damage: ReadJournal['damage']
}

const staleAfter = 120

export async function viewTop(workspace: Workspace, world: World, phase: PhaseTicks | undefined): Promise<TopView> {
  const now = world.clock.now().getTime() / 1000
  const { summariseWatch } = await import('@cc-ci/watchdog')
  const { state, epoch, beatAt, damage } = await readLatest(workspace, world)
  const heartbeatAge = beatAt === null ? null : Math.max(0, now - beatAt)
  return {
    schemaVersion: 1,
    at: now,
    workspace: workspace.folder,
    watchdog: { state: judgeBeat(heartbeatAge), epoch, heartbeatAge },
    phase: phase ?? null,
    ...summariseWatch(state, { rules: workspace.config.watchdog, now }),
    damage,
  }
}

function judgeBeat(age: number | null): TopView['watchdog']['state'] {
  if (age === null) return 'never'
  return age > staleAfter ? 'stale' : 'alive'
}
