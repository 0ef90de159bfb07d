import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { CcCiError } from '../errors.js'
import { programNotFound } from '../process-failures.js'

const busyExitCode = 75 // EX_TEMPFAIL

/**
 * Locks an open file with flock(2), which Node cannot do itself; false when another open file has the lock. The
 * flock program only takes the lock: flock(2) binds it to the open file it shares with us, so it stays until we
 * close that file or die. Node marks its files close-on-exec, so no other program inherits it (K-10). The
 * helper leads its own group, out of reach of a Ctrl-C at the terminal.
 */
export async function lockFile(file: number, mode: readonly string[], signal?: AbortSignal): Promise<boolean> {
  const helper = spawn('flock', ['--conflict-exit-code', `${busyExitCode}`, ...mode, '3'], {
    stdio: ['ignore', 'ignore', 'pipe', file],
    detached: true,
    killSignal: 'SIGKILL',
    ...(signal !== undefined && { signal }),
  })
  let complaint = ''
  helper.stderr?.on('data', (text) => {
    complaint += text
  })
  const [exitCode] = await once(helper, 'close').catch((error) => {
    throw error.code === 'ENOENT' ? programNotFound('flock') : error
  })
  if (exitCode === 0) return true
  if (exitCode === busyExitCode) return false
  throw new CcCiError('LEASE_LOCK_FAILED', `flock could not lock a lease: ${complaint.trim() || `exit ${exitCode}`}.`, {
    hint: 'The lease folder must lie on a local file system, and flock must be the one of util-linux.',
  })
}
