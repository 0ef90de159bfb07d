import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import type { StoreWorld } from './store.js'

/** Paths below the folder; `more` counts further ones that were left out. */
export interface SqliteFiles {
  readonly paths: readonly string[]
  readonly more: number
}

const mostFiles = 10
const searchBudgetMs = 20_000

// By the magic header and not by name. Only sizes that a database can have are opened: whole pages of at least 512 bytes.
const search = `
cd "$1" || exit 0
find . -xdev -maxdepth 8 -type f -size +0 ! -name '*-wal' ! -name '*-shm' ! -name '*-journal' -exec stat -c '%s %n' {} + |
  while read -r size path; do
    [ $((size % 512)) -eq 0 ] || continue
    [ "$(head -c 15 -- "$path")" = 'SQLite format 3' ] && printf '%s\\n' "\${path#./}"
  done
exit 0
`

/** Databases that somebody would miss: what lies in a folder for caches is made anew. */
const ofCache = /(?:^|\/)\.?(?:caches?|te?mp)\//i

/** Undefined when the search took too long, as in a volume of very many files: then what it holds is unknown. */
export async function findSqliteFiles(
  folder: string,
  companion: Pick<StoreWorld['companion'], 'exec'>,
): Promise<SqliteFiles | undefined> {
  try {
    const found = await companion.exec(['sh', '-c', search, 'sh', folder], { timeoutMs: searchBudgetMs })
    if (found.exitCode !== 0) throw unsearchable(folder, found.stderr.trim())
    const paths = found.stdout.split('\n').filter((path) => path !== '' && !ofCache.test(path))
    return { paths: paths.toSorted().slice(0, mostFiles), more: Math.max(0, paths.length - mostFiles) }
  } catch (error) {
    if (isCcCiError(error) && error.code === 'EXEC_TIMED_OUT') return undefined
    throw error
  }
}

function unsearchable(folder: string, words: string): CcCiError {
  return new CcCiError('VOLUME_UNREADABLE', `${folder} could not be searched for SQLite files: ${words}`, {
    hint: 'The companion image needs sh, find, stat and head; look at the container <stack>-backup.',
  })
}
