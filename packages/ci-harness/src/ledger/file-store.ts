import { posix } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { kindsOfPaths } from '../backup/kinds-of-paths.js'
import { countCanaries, makeCanaries, sha256 } from './canaries.js'
import { checkWiped } from './check-wiped.js'
import type { Coverage, FoundFiles, Store, StoreWorld } from './store.js'

// Each line of standard input is a canary's number and content.
const writeFiles = `
set -eu
cd "$1"
while read -r id content; do printf %s "$content" >".cc-ci-canary-$id"; done
`

// A folder that is gone has no canaries left; anything else that cannot be read is an error.
const printSums = `
set -eu
[ -d "$1" ] || exit 0
cd "$1"
for file in .cc-ci-canary-*; do
  if [ -e "$file" ]; then sha256sum "$file"; fi
done
`

const removeFiles = `
set -eu
[ -d "$1" ] || exit 0
cd "$1"
rm -f .cc-ci-canary-*
`

/** Canaries in a volume, seen from the companion. Which folder they go to is settled here, once the app has run. */
export async function openFileStore(found: FoundFiles, { companion }: StoreWorld): Promise<Store> {
  const { folder, coverage } = await chooseFolder(found, companion)
  const canaries = makeCanaries()
  const run = async (script: string, input?: string) => {
    const result = await companion.exec(['sh', '-c', script, 'sh', folder], input === undefined ? {} : { input })
    if (result.exitCode !== 0) throw unreadable(found.name, result.stderr.trim() || result.stdout.trim())
    return result.stdout
  }
  const count = async () => {
    const expected = canaries.map(({ id, value }) => ({ id, value: sha256(value) }))
    return countCanaries(expected, readSums(await run(printSums)))
  }
  return {
    name: found.name,
    kind: 'file',
    coverage,
    count,
    seed: async () => {
      await run(writeFiles, canaries.map(({ id, value }) => `${id} ${value}\n`).join(''))
      return count()
    },
    wipe: async () => {
      await run(removeFiles)
      checkWiped(found.name, await count())
    },
  }
}

/** A backup limited to a dump file cannot hold our files: they are kept for the upgrade, and not expected back. */
async function chooseFolder(
  { swarmName, include, coverage }: FoundFiles,
  companion: StoreWorld['companion'],
): Promise<{ readonly folder: string; readonly coverage: Coverage }> {
  const root = companion.folderOf(swarmName)
  if (coverage.backup !== 'covered' || include === 'all') return { folder: root, coverage }
  const paths = include.map((path) => posix.join(root, path))
  const kinds = await kindsOfPaths(paths, companion)
  const folder = paths[kinds.indexOf('folder')]
  const limit = `limited to ${include.join(', ')}; nothing else of the volume is saved`
  if (folder !== undefined) return { folder, coverage: { ...coverage, note: coverage.note ?? limit } }
  return { folder: root, coverage: { backup: 'excluded', note: `excluded: limited to ${include.join(', ')}` } }
}

/** The lines of sha256sum. */
export function readSums(stdout: string): Array<{ id: string; value: string }> {
  return stdout.split('\n').flatMap((line) => {
    const { sum, id } = /^(?<sum>[0-9a-f]{64}) [ *]\.cc-ci-canary-(?<id>\w+)$/.exec(line)?.groups ?? {}
    return sum === undefined || id === undefined ? [] : [{ id, value: sum }]
  })
}

function unreadable(store: string, words: string): CcCiError {
  return new CcCiError('VOLUME_UNREADABLE', `${store}: its canaries could not be read or written: ${words}`, {
    hint: 'What the volume holds is unknown; check its driver, and whether its disk is full or read-only.',
  })
}
