import { CcCiError } from '@cc-ci/kernel'
import type { StoreWorld } from './store.js'

// What the companion cannot unpack, for want of a program or because it is packed otherwise, holds nothing that we know of.
const searchFiles = `
words=$1
shift
for file; do
  [ -f "$file" ] || continue
  for open in cat 'gzip -dc' 'bzip2 -dc' 'xz -dc' 'zstd -dc'; do
    if $open <"$file" 2>/dev/null | grep -qF "$words"; then
      printf '%s\\n' "$file"
      break
    fi
  done
done
:
`

/** Those of the files that hold these words, as they are or compressed: an archive, a dump. */
export async function findInSavedFiles(
  words: string,
  files: readonly string[],
  companion: Pick<StoreWorld['companion'], 'exec'>,
): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await companion.exec(['sh', '-c', searchFiles, 'sh', words, ...files])
  if (exitCode === 0) return stdout.split('\n').filter((line) => line !== '')
  throw new CcCiError('VOLUME_UNREADABLE', `Could not search ${files.join(', ')}: ${stderr.trim() || stdout.trim()}`, {
    hint: 'The companion image needs a POSIX shell and grep; look at the container <stack>-backup.',
  })
}
