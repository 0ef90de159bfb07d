import { statSync } from 'node:fs'
import type { ReadJournal, WatchState } from '@cc-ci/watchdog'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { buildReducer } from './build-reducer.js'

export interface LatestWatch {
  readonly state: WatchState
  readonly epoch: number | null
  /** Epoch seconds of the last heartbeat; null where there never was one. */
  readonly beatAt: number | null
  readonly damage: ReadJournal['damage']
}

/** What the watchdog of a workspace knew last; it need not run for that. */
export async function readLatest({ folder, config }: Workspace, world: World): Promise<LatestWatch> {
  const { foldLines, initialState, readLatestJournal, watchFolder, watchPaths } = await import('@cc-ci/watchdog')
  const place = watchFolder(folder)
  const { snapshot, lines, damage } = readLatestJournal(place)
  const since = lines.filter(({ seq }) => seq > (snapshot?.seq ?? 0))
  return {
    state: foldLines(snapshot?.state ?? initialState, since, await buildReducer(config.watchdog, world)),
    epoch: lines.at(-1)?.epoch ?? snapshot?.epoch ?? null,
    beatAt: changedAt(watchPaths(place).heartbeat),
    damage,
  }
}

function changedAt(file: string): number | null {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat === undefined ? null : stat.mtimeMs / 1000
}
