import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { StoredRun } from '@cc-ci/results-ux'
import type { History, RunRow } from '@cc-ci/results-ux/site'
import type { Workspace } from './workspace/load-workspace.js'

/** Told of results that cannot be read, where one of them might have been the one that is wanted. */
type Warn = (text: string) => void

/** A run of the workspace by id, or its latest one. */
export function findStoredRun(workspace: Workspace, run: string, warn: Warn): Promise<StoredRun> {
  return withRuns(workspace, (runs) => runs.find(run, warn))
}

/** The runs of a workspace by their history, so that of ten thousand only the one that is wanted is read. */
export interface IndexedRuns {
  readonly history: History
  readonly find: (run: string, warn: Warn) => Promise<StoredRun>
  readonly read: (row: RunRow) => Promise<StoredRun>
}

export async function withRuns<T>(
  { folder, config }: Workspace,
  use: (runs: IndexedRuns) => T | Promise<T>,
): Promise<T> {
  const { openHistory } = await import('@cc-ci/results-ux/site')
  const runsDir = resolve(folder, config.runsDir)
  const history = openHistory(runsDir)
  const read = (row: RunRow): Promise<StoredRun> => readStoredRun(join(runsDir, row.folder))
  try {
    return await use({
      history,
      read,
      async find(run, warn) {
        const row = run === 'latest' ? history.newest() : history.run(run)
        if (row === undefined) throw notFound(run, runsDir, history)
        if (run === 'latest')
          for (const each of history.skipped()) warn(`Not looked at: ${join(runsDir, each.folder)}: ${each.reason}`)
        return read(row)
      },
    })
  } finally {
    history.close()
  }
}

async function readStoredRun(folder: string): Promise<StoredRun> {
  const { readRun } = await import('@cc-ci/results-ux')
  const read = await readRun(folder)
  if (!read.ok) throw unreadable(folder, read.problem)
  return { folder, result: read.result }
}

function notFound(run: string, runsDir: string, history: History): CcCiError {
  const broken = history.skipped().find(({ folder }) => run === 'latest' || folder === run)
  if (broken !== undefined)
    return unreadable(join(runsDir, broken.folder), broken.reason.replace(/^results\.json /, ''))
  if (run !== 'latest' && !run.includes('/') && existsSync(join(runsDir, run))) {
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

function unreadable(folder: string, reason: string): CcCiError {
  return new CcCiError('RUN_UNREADABLE', `The result of run ${folder.split('/').at(-1)} ${reason}.`, {
    hint: 'Nothing of it was changed. Make a new one: cc-ci test <recipe>',
    place: { file: join(folder, 'results.json') },
    exitCode: 2,
  })
}
