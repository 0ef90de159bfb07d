import { isCcCiError } from '@cc-ci/kernel'
import type { Failure } from '../verdict/failure.js'

const classes: Readonly<Record<string, Failure['class']>> = {
  BACKUP_COMPANION_GONE: 'infra',
  BACKUP_REPOSITORY_UNUSABLE: 'infra',
  VOLUME_UNREADABLE: 'infra',
  BACKUP_VOLUME_UNSEEN: 'harness',
}

/** What kept our own machinery from saving or restoring, as a failure; anything unknown is thrown on. */
export function storageFailure(error: unknown): Failure {
  const known = isCcCiError(error) ? classes[error.code] : undefined
  if (!isCcCiError(error) || known === undefined) throw error
  return { class: known, code: error.code, evidence: error.message, logs: [], hint: error.hint }
}

export function resticFailed(evidence: string): Failure {
  return {
    class: 'infra',
    code: 'RESTIC_FAILED',
    evidence,
    logs: [],
    hint: 'Check the disk of this host and the volume that holds the backup repository.',
  }
}
