import type { BackupPlan } from '../recipe/backup-labels.js'
import type { Failure } from '../verdict/failure.js'
import type { BackupCompanion } from './backup-companion.js'
import { backupEmpty, type CoveredPath, coveredPaths, missingData } from './covered-paths.js'
import { backupHooks } from './plan-hooks.js'
import { readSummary, unreadableFiles } from './restic-output.js'
import { ensureRepository, lastLineOf, runRestic } from './restic-repository.js'
import { type HookWorld, runHooks } from './run-hooks.js'
import { resticFailed, storageFailure } from './storage-failure.js'

export interface BackupRequest {
  readonly stack: string
  readonly plan: BackupPlan
  readonly runId: string
  readonly companion: BackupCompanion
}

export type BackupOutcome =
  | {
      readonly kind: 'done'
      readonly snapshotId: string
      readonly bytes: number
      readonly files: number
      readonly seconds: number
    }
  | { readonly kind: 'failed'; readonly failure: Failure }

type Saved = Omit<Extract<BackupOutcome, { kind: 'done' }>, 'seconds'> | Extract<BackupOutcome, { kind: 'failed' }>

const someFilesUnreadable = 3

/** Saves what the recipe's labels cover: pre-hooks, restic, post-hooks. Never throws for what the recipe does wrong. */
export async function createBackup(request: BackupRequest, world: HookWorld): Promise<BackupOutcome> {
  const { stack, plan } = request
  const started = world.clock.monotonic()
  const before = await runHooks(stack, backupHooks(plan, 'pre'), world)
  const saved = before === undefined ? await savePaths(request) : failed(before)
  // Also after a failure: they end what the pre-hooks began, such as maintenance mode.
  const after = await runHooks(stack, backupHooks(plan, 'post'), world)
  if (saved.kind === 'failed') return saved
  if (after !== undefined) return failed(after)
  return { ...saved, seconds: (world.clock.monotonic() - started) / 1000 }
}

async function savePaths(request: BackupRequest): Promise<Saved> {
  try {
    const paths = coveredPaths(request.plan, request.companion)
    const missing = await missingData(paths, request.companion)
    if (missing !== undefined) return failed(missing)
    await ensureRepository(request.companion)
    return await takeSnapshot(paths, request)
  } catch (error) {
    return failed(storageFailure(error))
  }
}

async function takeSnapshot(paths: readonly CoveredPath[], request: BackupRequest): Promise<Saved> {
  const { stack, runId, companion } = request
  const tags = ['--tag', stack, '--tag', runId]
  const args = ['backup', '--json', '--host', 'cc-ci', ...tags, '--', ...paths.map(({ path }) => path)]
  const result = await runRestic(companion, args)
  const summary = readSummary(result.stdout)
  const unread = unreadableFiles(`${result.stdout}\n${result.stderr}`)
  const complete = result.exitCode === 0 || (result.exitCode === someFilesUnreadable && unread.length === 0)
  if (!complete || summary === undefined) {
    const what = unread.length > 0 ? `could not read ${unread.slice(0, 3).join(', ')}` : lastLineOf(result)
    return failed(resticFailed(`restic backup ended with exit code ${result.exitCode}: ${what}`))
  }
  if (summary.files === 0) return failed(backupEmpty(paths.map(({ path }) => path).join(', ')))
  return { kind: 'done', ...summary }
}

function failed(failure: Failure): { kind: 'failed'; failure: Failure } {
  return { kind: 'failed', failure }
}
