import { CcCiError } from '@cc-ci/kernel'
import type { BackupPlan } from '../recipe/backup-labels.js'
import type { Failure } from '../verdict/failure.js'
import type { BackupCompanion } from './backup-companion.js'
import { coveredPaths } from './covered-paths.js'
import { listSnapshot } from './list-snapshot.js'
import { restoreHooks } from './plan-hooks.js'
import { lastLinesOf, runRestic } from './restic-repository.js'
import { type HookWorld, runHooks } from './run-hooks.js'
import { checkSnapshotId } from './snapshot-id.js'
import { resticFailed, storageFailure } from './storage-failure.js'

export interface RestoreRequest {
  readonly stack: string
  readonly plan: BackupPlan
  /** The snapshot that this run took. */
  readonly snapshotId: string
  readonly companion: BackupCompanion
}

export type RestoreOutcome =
  | { readonly kind: 'done'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** Puts back what one snapshot holds: pre-hooks, restic, post-hooks; the first failure ends it. */
export async function restoreBackup(request: RestoreRequest, world: HookWorld): Promise<RestoreOutcome> {
  const { stack, plan, snapshotId } = request
  checkSnapshotId(snapshotId)
  const started = world.clock.monotonic()
  const failure =
    (await runHooks(stack, restoreHooks(plan, 'pre'), world)) ??
    (await restoreSnapshot(request)) ??
    (await runHooks(stack, restoreHooks(plan, 'post'), world))
  if (failure !== undefined) return { kind: 'failed', failure }
  return { kind: 'done', seconds: (world.clock.monotonic() - started) / 1000 }
}

async function restoreSnapshot({ plan, snapshotId, companion }: RestoreRequest): Promise<Failure | undefined> {
  try {
    const paths = coveredPaths(plan, companion).map(({ path }) => path)
    if (await holdLinks(paths, companion)) await removeLinks(snapshotId, companion)
    const result = await runRestic(companion, ['restore', snapshotId, '--target', '/'])
    if (result.exitCode === 0) return undefined
    return resticFailed(`restic restore ended with exit code ${result.exitCode}: ${lastLinesOf(result, 5)}`)
  } catch (error) {
    return storageFailure(error)
  }
}

async function holdLinks(paths: readonly string[], companion: BackupCompanion): Promise<boolean> {
  const found = await companion.exec(['find', ...paths, '-type', 'l'])
  return found.stdout !== ''
}

/** Restic before 0.17 replaces files but stops at a symbolic link that is still there; the snapshot has them all. */
async function removeLinks(snapshotId: string, companion: BackupCompanion): Promise<void> {
  const entries = await listSnapshot(companion, snapshotId)
  const links = entries.filter(({ type }) => type === 'symlink').map(({ path }) => path)
  if (links.length === 0) return
  const removed = await companion.exec(
    ['xargs', '-0', 'sh', '-c', 'for link; do [ ! -L "$link" ] || rm -- "$link"; done', 'sh'],
    {
      input: links.map((link) => `${link}\0`).join(''),
    },
  )
  if (removed.exitCode !== 0) {
    throw new CcCiError('VOLUME_UNREADABLE', `Links in the volumes could not be replaced: ${lastLinesOf(removed, 5)}`)
  }
}
