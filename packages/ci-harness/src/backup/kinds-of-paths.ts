import { CcCiError } from '@cc-ci/kernel'
import type { BackupCompanion } from './backup-companion.js'

const pathKinds = ['folder', 'file', 'empty file', 'missing'] as const
export type PathKind = (typeof pathKinds)[number]

const tellKinds = `
for path; do
  if [ -d "$path" ]; then echo folder
  elif [ -s "$path" ]; then echo file
  elif [ -e "$path" ]; then echo 'empty file'
  else echo missing
  fi
done
`

/** What stands at each path of the companion, in the same order. */
export async function kindsOfPaths(
  paths: readonly string[],
  companion: Pick<BackupCompanion, 'exec'>,
): Promise<readonly PathKind[]> {
  if (paths.length === 0) return []
  const { exitCode, stdout, stderr } = await companion.exec(['sh', '-c', tellKinds, 'sh', ...paths])
  const lines = stdout.trimEnd().split('\n')
  const kinds = lines.flatMap((line) => pathKinds.filter((kind) => kind === line))
  if (exitCode === 0 && kinds.length === paths.length) return kinds
  throw new CcCiError('VOLUME_UNREADABLE', `Could not look at ${paths.join(', ')}: ${stderr.trim() || stdout.trim()}`, {
    hint: 'The companion image needs a POSIX shell; look at the container <stack>-backup.',
  })
}
