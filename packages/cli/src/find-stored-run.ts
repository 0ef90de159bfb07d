import { basename, join, resolve } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { StoredRun, StoredRuns } from '@cc-ci/results-ux'
import type { Workspace } from './workspace/load-workspace.js'

type Skipped = StoredRuns['skipped']

export interface WorkspaceRuns extends StoredRuns {
  readonly runsDir: string
  /** Of the skipped ones, those that hold a result which cannot be read. */
  readonly corrupt: Skipped
}

/** Every run of the workspace, newest first, and what is none. */
export async function readStoredRuns({ folder, config }: Workspace): Promise<WorkspaceRuns> {
  const { readRuns } = await import('@cc-ci/results-ux')
  const runsDir = resolve(folder, config.runsDir)
  const stored = await readRuns(runsDir)
  return { ...stored, runsDir, corrupt: stored.skipped.filter(({ reason }) => !reason.includes('ENOENT')) }
}

/** A run of the workspace by id, or its latest one; `warn` is told of corrupt runs that might have been the latest. */
export async function findStoredRun(
  workspace: Workspace,
  run: string,
  warn: (text: string) => void,
): Promise<StoredRun> {
  return pickStoredRun(await readStoredRuns(workspace), run, warn)
}

/** The same among runs that were read already. */
export function pickStoredRun(stored: WorkspaceRuns, run: string, warn: (text: string) => void): StoredRun {
  const { runs, corrupt, runsDir } = stored
  const found = run === 'latest' ? runs[0] : runs.find(({ result }) => result.runId === run)
  if (found === undefined) throw notFound(run, runsDir, stored)
  if (run === 'latest') for (const each of corrupt) warn(`Not looked at: ${each.folder}: results.json ${each.reason}`)
  return found
}

function notFound(
  run: string,
  runsDir: string,
  { corrupt, skipped }: { corrupt: Skipped; skipped: Skipped },
): CcCiError {
  const broken = corrupt.find(({ folder }) => run === 'latest' || basename(folder) === run)
  if (broken !== undefined) {
    return new CcCiError('RUN_UNREADABLE', `The result of run ${basename(broken.folder)} ${broken.reason}.`, {
      hint: 'Nothing of it was changed. Make a new one: cc-ci test <recipe>',
      place: { file: join(broken.folder, 'results.json') },
      exitCode: 2,
    })
  }
  if (skipped.some(({ folder }) => basename(folder) === run)) {
    return new CcCiError('RUN_UNFINISHED', `Run ${run} has no result: it is still going, or was killed.`, {
      hint: `What it did so far: ${join(runsDir, run, 'events.jsonl')}`,
      exitCode: 2,
    })
  }
  const which = run === 'latest' ? 'finished run' : `run ${run}`
  return new CcCiError('RUN_UNKNOWN', `There is no ${which} in ${runsDir}.`, {
    hint: 'Make one: cc-ci test <recipe>',
    exitCode: 2,
  })
}
