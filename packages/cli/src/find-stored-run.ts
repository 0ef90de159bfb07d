import { resolve } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { StoredRun } from '@cc-ci/results-ux'
import type { Workspace } from './workspace/load-workspace.js'

/** A run of the workspace by id, or its latest one. */
export async function findStoredRun({ folder, config }: Workspace, run: string): Promise<StoredRun> {
  const { findRun } = await import('@cc-ci/results-ux')
  const runsDir = resolve(folder, config.runsDir)
  const found = await findRun(runsDir, run === 'latest' ? undefined : run)
  if (found !== undefined) return found
  throw new CcCiError(
    'RUN_UNKNOWN',
    run === 'latest' ? `There is no finished run in ${runsDir}.` : `There is no finished run ${run} in ${runsDir}.`,
    {
      hint: 'Make one: cc-ci test <recipe>',
      exitCode: 2,
    },
  )
}
