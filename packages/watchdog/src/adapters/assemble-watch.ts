import { realpathSync } from 'node:fs'
import type { NotifySettings, WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import { AbstractSocketLocks, CcCiError, type Clock, type ExclusiveLock, type ProcessRunner } from '@cc-ci/kernel'
import type { Diagnose } from '../act/perform-action.js'
import { createReducer } from '../decide/reduce.js'
import { watchPaths } from '../journal/watch-paths.js'
import type { LoopControl } from '../ports/loop-control.js'
import type { CommonSensor, LoopSensor } from '../ports/sensors.js'
import type { WatchJournal } from '../ports/watch-journal.js'
import type { WatchWorld } from '../watch/watch-world.js'
import { writeHeartbeat } from './heartbeat-file.js'
import { hostInstant } from './host-instant.js'
import { keepDiagnosis } from './keep-diagnosis.js'
import { AliveSignal } from './notify/alive-signal.js'
import { NoticeQueue } from './notify/notice-queue.js'
import { openChannels } from './notify/open-channels.js'
import { observingJournal } from './observing-journal.js'
import { ProcessTable } from './proc/process-table.js'
import { CredentialsSensor } from './sensors/credentials-sensor.js'
import { HookSensor } from './sensors/hook-sensor.js'
import { HostSensor } from './sensors/host-sensor.js'
import { PaneSensor } from './sensors/pane-sensor.js'
import { ProcessSensor } from './sensors/process-sensor.js'
import { RegistrySensor } from './sensors/registry-sensor.js'
import { StatuslineSensor } from './sensors/statusline-sensor.js'
import { TranscriptSensor } from './sensors/transcript-sensor.js'
import { WatchJournalFile } from './watch-journal-file.js'

export interface WatchParts {
  /** The state folder, which exists. */
  readonly folder: string
  /** Whose file systems matter besides. */
  readonly folders: readonly string[]
  readonly settings: WatchdogSettings
  readonly notify: NotifySettings
  readonly dryRun: boolean
  /** Has the secrets of the channels. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly say: (line: string) => void
  readonly control: LoopControl
  /** What is seen through the launcher and git. */
  readonly sensors: { readonly loop: readonly LoopSensor[]; readonly common: readonly CommonSensor[] }
}

export interface AssembledWatch {
  readonly world: WatchWorld
  release(): Promise<void>
}

/** Puts a watch together; throws WATCHDOG_RUNNING when another one has this state folder. A dry one takes nothing. */
export async function assembleWatch(
  parts: WatchParts,
  { clock, processes }: { readonly clock: Clock; readonly processes: ProcessRunner },
): Promise<AssembledWatch> {
  const paths = watchPaths(realpathSync(parts.folder))
  const lock = parts.dryRun ? undefined : await takeLock(paths.folder)
  const journal = parts.dryRun ? observingJournal(paths.folder) : new WatchJournalFile(paths.folder)
  const table = new ProcessTable()
  const now = () => hostInstant(clock)
  const diagnose: Diagnose = async (name, actionId) => {
    const loop = (await parts.control.loops()).find((each) => each.name === name)
    if (loop === undefined || 'unknown' in loop) return 'nothing: the loop cannot be read'
    return keepDiagnosis({ loop, actionId, now: now() }, { folder: paths.diagnoses, table, processes })
  }
  const alive = new AliveSignal(parts.notify.alive)
  const world: WatchWorld = {
    clock,
    now,
    journal,
    reduce: createReducer(parts.settings),
    control: parts.control,
    diagnose,
    notices: new NoticeQueue({
      file: paths.notices,
      channels: parts.dryRun ? [] : openChannels(parts.notify.channels, parts.environment),
      rules: parts.notify,
      say: parts.say,
    }),
    beat: (heartbeat) => {
      if (parts.dryRun) return
      writeHeartbeat(paths.heartbeat, heartbeat)
      alive.give(heartbeat.at)
    },
    loopSensors: [...ownSensors(table, processes), ...parts.sensors.loop],
    commonSensors: [hostSensor(parts, { journal, processes }), ...parts.sensors.common],
  }
  return { world, release: async () => lock?.release() }
}

function ownSensors(table: ProcessTable, processes: ProcessRunner): readonly LoopSensor[] {
  return [
    new ProcessSensor(table),
    new RegistrySensor(table),
    new TranscriptSensor(),
    new HookSensor(),
    new StatuslineSensor(),
    new PaneSensor(processes),
    new CredentialsSensor(),
  ]
}

function hostSensor(
  { folder, folders }: WatchParts,
  { journal, processes }: { journal: WatchJournal; processes: ProcessRunner },
): CommonSensor {
  return new HostSensor({ folders: [folder, ...folders], processes, isLeader: () => journal.isOurs() })
}

/** The name of the lock that a watchdog holds for as long as it lives; `folder` is the real path of its state folder. */
export function watchLock(folder: string): string {
  return `watchdog ${folder}`
}

async function takeLock(folder: string): Promise<ExclusiveLock> {
  const lock = await new AbstractSocketLocks().tryTake(watchLock(folder))
  if (lock !== undefined) return lock
  throw new CcCiError('WATCHDOG_RUNNING', 'Another watchdog watches these loops.', {
    hint: 'See how it is: cc-ci watchdog status',
    place: { file: folder },
  })
}
