import { CcCiError } from '@cc-ci/kernel'
import type { ExecResult } from '../ports/swarm.js'
import type { BackupCompanion } from './backup-companion.js'

// The lock makes runs that start at the same time wait for one another; the renames make an interrupted start harmless:
// a repository with a key but no config could never be opened again.
const initialise = `
set -eu
umask 077
cd /backups
exec 9>lock
flock 9
if [ ! -s password ]; then
  head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \\n' >password.new
  mv password.new password
fi
if [ ! -e repository ]; then
  rm -rf repository.new
  restic --repo repository.new --password-file password --no-cache init >/dev/null
  mv repository.new repository
fi
`

/** Makes the repository and its password on first use. The password never leaves the repository's volume. */
export async function ensureRepository(companion: BackupCompanion): Promise<void> {
  const made = await companion.exec(['sh', '-c', initialise])
  if (made.exitCode === 0) return
  throw new CcCiError(
    'BACKUP_REPOSITORY_UNUSABLE',
    `The backup repository could not be prepared: ${lastLineOf(made)}`,
    {
      hint: 'Check that the volume of the repository is writable and its disk not full; the companion image needs restic.',
    },
  )
}

/** Runs restic on the repository; its own exit code and words are the result. */
export async function runRestic(companion: BackupCompanion, args: readonly string[]): Promise<ExecResult> {
  const [command = '', ...rest] = args
  const repository = ['--repo', '/backups/repository', '--password-file', '/backups/password', '--no-cache']
  return companion.exec(['restic', ...repository, command, ...rest])
}

export function lastLineOf(result: ExecResult): string {
  return lastLinesOf(result, 1)
}

/** The last words of both streams on one line. */
export function lastLinesOf({ stdout, stderr }: ExecResult, count: number): string {
  const lines = `${stdout}\n${stderr}`.trim().split('\n')
  return lines.slice(-count).join('; ') || 'no output'
}
