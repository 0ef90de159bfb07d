import type { RunContext } from '../run/run-context.js'
import { restoreCanonical } from './restore-canonical.js'

/**
 * After a quick run that did not pass, the kept app is put back as it was before. After one that did, its volumes stay
 * as they are: whoever needs the kept app next finds them touched and restores them first.
 */
export async function putBackCanonical({ record, request, journal, world }: RunContext): Promise<void> {
  const { kept, backupImage: image } = request
  if (kept === undefined || hasPassed(record)) return
  try {
    await journal.phase('put back', () => restoreCanonical(kept, { image, touches: false }, world))
  } catch (error) {
    record.notes.push(`The kept app could not be put back, which the next quick run tries again: ${String(error)}`)
  }
}

const hasPassed = ({ failures, stages, stopped, leftovers }: RunContext['record']): boolean =>
  failures.length === 0 &&
  stopped === null &&
  leftovers.length === 0 &&
  stages.every(({ name, status }) => name === 'lint' || status === 'pass' || status === 'skip')
