import { CcCiError } from '@cc-ci/kernel'

/** B-05: never `latest`; another run's snapshot of the same stack would restore too, and prove nothing. */
export function checkSnapshotId(snapshotId: string): void {
  if (/^[0-9a-f]{8,64}$/.test(snapshotId)) return
  throw new CcCiError('SNAPSHOT_ID_INVALID', `${JSON.stringify(snapshotId)} is not the id of a snapshot.`, {
    hint: 'Pass the id that the backup of this run gave back.',
    exitCode: 2,
  })
}
