import { CcCiError } from '@cc-ci/kernel'
import type { BackupCompanion } from './backup-companion.js'
import { readEntries, type SnapshotEntry } from './restic-output.js'
import { lastLineOf, runRestic } from './restic-repository.js'
import { checkSnapshotId } from './snapshot-id.js'

/** Everything that a snapshot contains, folders included. */
export async function listSnapshot(companion: BackupCompanion, snapshotId: string): Promise<readonly SnapshotEntry[]> {
  checkSnapshotId(snapshotId)
  const result = await runRestic(companion, ['ls', '--json', snapshotId])
  if (result.exitCode === 0) return readEntries(result.stdout)
  throw new CcCiError('SNAPSHOT_UNREADABLE', `Snapshot ${snapshotId} could not be listed: ${lastLineOf(result)}`, {
    hint: 'It may have been removed from the repository; take a new backup.',
  })
}
