import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** The text files of a checkout by relative path, as they were when read. */
export type RecipeTree = Readonly<Record<string, string>>

const largestBytes = 1024 * 1024

/** Reads a checkout without `.git`; links, binaries and files above 1 MiB are left out. */
export async function readRecipeTree(folder: string): Promise<RecipeTree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('.git/') && path !== '.git')
    .sort()
  const texts = await Promise.all(files.map(async (path) => [path, await readText(join(folder, path))] as const))
  return Object.fromEntries(texts.filter((entry): entry is readonly [string, string] => entry[1] !== undefined))
}

async function readText(path: string): Promise<string | undefined> {
  if ((await stat(path)).size > largestBytes) return undefined
  const content = await readFile(path)
  return content.includes(0) ? undefined : content.toString('utf8')
}
