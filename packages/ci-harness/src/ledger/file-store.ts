import { posix } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { kindsOfPaths } from '../backup/kinds-of-paths.js'
import { checkWiped } from './check-wiped.js'
import {
  changedAttributes,
  countFiles,
  encodeFiles,
  type FileCanary,
  type FoundFile,
  makeFileCanaries,
  printFiles,
  readFiles,
  removeFiles,
  writeFiles,
} from './file-canaries.js'
import { findInSavedFiles } from './find-in-saved-files.js'
import type { Count, Coverage, FoundFiles, Store, StoreWorld } from './store.js'

type Companion = StoreWorld['companion']

/** A folder of a volume with canaries of its own. */
interface Part {
  readonly folder: string
  readonly saved: boolean
}

/** Canaries in a volume, seen from the companion. Which folders they go to is settled here, once the app has run. */
export async function openFileStore(found: FoundFiles, { companion }: Pick<StoreWorld, 'companion'>): Promise<Store> {
  const { parts, coverage, dumps = [] } = await chooseParts(found, companion)
  const seeders = parts.map((part) => new PartSeeder(found.name, part.folder, companion))
  let isWiped = false
  const count = async (): Promise<Count> => {
    const counts = await Promise.all(seeders.map((seeder) => seeder.count()))
    const notes = counts.flatMap(({ note }) => note ?? [])
    const sum = counts.reduce((total, each) => total + each.found, 0)
    return { found: sum, ...(notes.length > 0 && { note: notes.join(' ') }) }
  }
  const unsaved = seeders.filter((_, index) => parts[index]?.saved === false).flatMap(({ canaries }) => canaries).length
  return {
    name: found.name,
    kind: 'file',
    coverage,
    ...(coverage.backup === 'partly' && { unsaved }),
    count: async () => {
      const counted = await count()
      if (!isWiped || dumps.length === 0) return counted
      const inside = await findInSavedFiles(textOf(seeders), dumps, companion)
      return { ...counted, ...(inside.length > 0 && { coverage: insideOf(inside, counted) }) }
    },
    seed: async () => {
      isWiped = false
      const seeded = await Promise.all(seeders.map((seeder) => seeder.seed()))
      return seeded.reduce((total, found) => total + found, 0)
    },
    wipe: async () => {
      await Promise.all(seeders.map((seeder) => seeder.wipe()))
      isWiped = true
      checkWiped(found.name, await count())
    },
  }
}

/** The mark that is plain text, which an archive holds as it is. */
const textOf = (seeders: readonly PartSeeder[]): string => seeders[0]?.canaries[0]?.content.toString() ?? ''

/** B-07: a dump that came back with the marks in it is proof that they were saved, and that somebody must unpack it. */
function insideOf(dumps: readonly string[], { found }: Count): Coverage {
  const names = dumps.map((dump) => posix.basename(dump)).join(', ')
  const note =
    found > 0
      ? `Saved inside of ${names}.`
      : `${names} came back with the marks inside, and nothing put them back; unpack it in backupbot.restore.post-hook.`
  return { backup: 'covered', note }
}

class PartSeeder {
  readonly canaries: readonly FileCanary[] = makeFileCanaries()
  readonly #store: string
  readonly #folder: string
  readonly #companion: Companion
  #seeded: readonly FoundFile[] = []

  constructor(store: string, folder: string, companion: Companion) {
    this.#store = store
    this.#folder = folder
    this.#companion = companion
  }

  /** How many are there, as read back. */
  async seed(): Promise<number> {
    this.#seeded = readFiles(await this.#run(writeFiles, encodeFiles(this.canaries)))
    return countFiles(this.canaries, this.#seeded)
  }

  async count(): Promise<{ readonly found: number; readonly note: string | undefined }> {
    const files = readFiles(await this.#run(printFiles))
    return { found: countFiles(this.canaries, files), note: changedAttributes(this.#seeded, files) }
  }

  async wipe(): Promise<void> {
    await this.#run(removeFiles)
  }

  async #run(script: string, input?: string): Promise<string> {
    const names = this.canaries.map(({ name }) => name)
    const command = ['sh', '-c', script, 'sh', this.#folder, ...names]
    const result = await this.#companion.exec(command, input === undefined ? {} : { input })
    if (result.exitCode === 0) return result.stdout
    throw unreadable(this.#store, result.stderr.trim() || result.stdout.trim())
  }
}

interface Choice {
  readonly parts: readonly Part[]
  readonly coverage: Coverage
  /** Files that alone are saved; only after a restore it shows whether the marks are in one. */
  readonly dumps?: readonly string[]
}

/**
 * Of a volume that is saved in part, one folder that is saved and the root, which is not. A backup limited to files
 * holds marks only if one of these is a dump of the volume: they are kept for the upgrade, and not expected back.
 */
async function chooseParts({ swarmName, include, coverage }: FoundFiles, companion: Companion): Promise<Choice> {
  const root = companion.folderOf(swarmName)
  const whole = { folder: root, saved: true }
  if (coverage.backup !== 'covered' || include === 'all' || include.includes('')) return { parts: [whole], coverage }
  const paths = include.map((path) => posix.join(root, path))
  const kinds = await kindsOfPaths(paths, companion)
  const folder = paths[kinds.indexOf('folder')]
  const saved = include.join(', ')
  if (folder === undefined) {
    const note = `excluded: limited to ${saved}, where no mark is, so nothing is proven of it`
    return { parts: [{ folder: root, saved: false }], coverage: { backup: 'excluded', note }, dumps: paths }
  }
  const note = `Only ${saved} is saved; whatever else the volume holds is not in the backup.`
  const parts = [
    { folder, saved: true },
    { folder: root, saved: false },
  ]
  return { parts, coverage: { backup: 'partly', note } }
}

function unreadable(store: string, words: string): CcCiError {
  return new CcCiError('VOLUME_UNREADABLE', `${store}: its canaries could not be read or written: ${words}`, {
    hint: 'What the volume holds is unknown; check its driver, and whether its disk is full or read-only.',
  })
}
