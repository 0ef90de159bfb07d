import type { Stats } from 'node:fs'
import { lstat, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { classifyOverlay, customFolders, type OverlayKind } from './classify-overlay.js'

export type OverlayOrigin = 'ours' | 'repo'

/** A file of a recipe's overlays as it was found; nothing says yet that it may run. */
export interface FoundFile {
  /** Absolute, where it lies. */
  readonly file: string
  /** The folder of the overlays: `recipes/<name>` of the workspace, `tests` of the recipe. */
  readonly root: string
  /** Within the root. */
  readonly path: string
  readonly origin: OverlayOrigin
  readonly what: OverlayKind
  /** Why it is not simply a file at its place; undefined when it is. */
  readonly oddity: string | undefined
}

const foldersLookedInto = ['', ...customFolders, 'previous']

/** Lists what lies in the folder of a recipe's overlays, by name; `within` is what no link may lead out of. */
export async function listOverlayFiles(
  root: string,
  { origin, within }: { origin: OverlayOrigin; within: string },
): Promise<readonly FoundFile[]> {
  const lists = await Promise.all(foldersLookedInto.map((folder) => listFolder({ root, folder, origin, within })))
  return lists.flat().sort((one, other) => (one.path < other.path ? -1 : 1))
}

interface FolderToList {
  readonly root: string
  readonly folder: string
  readonly origin: OverlayOrigin
  readonly within: string
}

async function listFolder(where: FolderToList): Promise<readonly FoundFile[]> {
  const { root, folder, origin } = where
  const names = await namesIn(join(root, folder), folder === 'previous')
  if (names.length === 0) return []
  const elsewhere = await whyElsewhere(where)
  const found = names.map(async (name): Promise<FoundFile | undefined> => {
    const path = folder === '' ? name : `${folder}/${name}`
    const what = classifyOverlay(path)
    if (what === undefined) return undefined
    const file = join(root, path)
    const stats = await lstat(file)
    if (stats.isDirectory() && what.kind === 'previous') return undefined
    return { file, root, path, origin, what, oddity: elsewhere ?? oddityOf(stats, origin) }
  })
  return (await Promise.all(found)).filter((each) => each !== undefined)
}

/** A link, of the folder or of one above it, could lead to code that nobody approved; so could a repository inside of it. */
async function whyElsewhere({ root, folder, within }: FolderToList): Promise<string | undefined> {
  const place = join(root, folder)
  const expected = join(await realpath(within), place.slice(within.length))
  if ((await realpath(place)) !== expected) return 'its folder is a link'
  const isRepository = (await namesIn(root, false)).includes('.git')
  return isRepository && root !== within ? 'its folder is a repository of its own' : undefined
}

function oddityOf(stats: Stats, origin: OverlayOrigin): string | undefined {
  if (stats.isSymbolicLink()) return 'it is a link'
  if (!stats.isFile()) return 'it is no plain file'
  // A checkout never makes hard links; whatever else carries that name lies outside of it.
  return origin === 'repo' && stats.nlink > 1 ? 'it is a hard link' : undefined
}

async function namesIn(folder: string, recursive: boolean): Promise<readonly string[]> {
  try {
    return await readdir(folder, { recursive })
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR'].includes(code)) return []
    throw new CcCiError('TESTS_UNREADABLE', `The folder of tests ${folder} cannot be read: ${code}.`, {
      place: { file: folder },
      exitCode: 2,
      cause: error,
    })
  }
}
