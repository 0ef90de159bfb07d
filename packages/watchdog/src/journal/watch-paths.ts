import { join } from 'node:path'

/** The watchdog's own files below its workspace. */
export interface WatchPaths {
  readonly folder: string
  readonly journal: string
  readonly snapshot: string
  /** The snapshot before, for when a crash or a disk spoilt the newest. */
  readonly olderSnapshot: string
  /** The number of the last start; it never goes back, whatever happened to the journal. */
  readonly epoch: string
  readonly heartbeat: string
  /** What was seen of agents before they were ended. */
  readonly diagnoses: string
  /** Notices that nobody has got yet. */
  readonly notices: string
}

export function watchPaths(folder: string): WatchPaths {
  const file = (name: string) => join(folder, name)
  return {
    folder,
    journal: file('journal.jsonl'),
    snapshot: file('snapshot.json'),
    olderSnapshot: file('snapshot.old.json'),
    epoch: file('epoch'),
    heartbeat: file('heartbeat.json'),
    diagnoses: file('diagnoses'),
    notices: file('notices.json'),
  }
}

/** Of one workspace: `.cc-ci/watchdog`. */
export function watchFolder(workspace: string): string {
  return join(workspace, '.cc-ci', 'watchdog')
}
