import { existsSync, realpathSync } from 'node:fs'
import { AbstractSocketLocks } from '@cc-ci/kernel'
import { type Heartbeat, readHeartbeat, watchFolder, watchLock, watchPaths } from '@cc-ci/watchdog'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

export interface WatchStatus {
  /** Its lock is held: the process is there, though it may hang. */
  readonly running: boolean
  /** Its last sign of life is too old, or there is none. */
  readonly stale: boolean
  /** Seconds since that; null without one. */
  readonly age: number | null
  readonly heartbeat: Heartbeat | null
}

/** Looks and changes nothing; `maxAge` in seconds. */
export async function readWatchStatus({ folder }: Workspace, maxAge: number, { clock }: World): Promise<WatchStatus> {
  const own = watchFolder(folder)
  if (!existsSync(own)) return { running: false, stale: true, age: null, heartbeat: null }
  const real = realpathSync(own)
  const heartbeat = readHeartbeat(watchPaths(real).heartbeat) ?? null
  const age = heartbeat === null ? null : Math.max(0, clock.now().getTime() / 1000 - heartbeat.at)
  const running = await new AbstractSocketLocks().isHeld(watchLock(real))
  return { running, stale: age === null || age > maxAge, age, heartbeat }
}
