import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** Folders of a run that a site shows. What ran as the recipe’s own code, and tools, are nothing that people look at. */
const shownFolders = ['evidence', 'junit', 'screenshots', 'dependencies']
const deepest = 3
const mostFiles = 500

/** Plain files of a run folder, as paths relative to it, in order; links are not followed. */
export async function listRunFiles(folder: string): Promise<string[]> {
  const { files, folders } = await entriesOf(folder, '')
  const below = await Promise.all(
    folders.filter((name) => shownFolders.includes(name)).map((name) => filesBelow(folder, name, deepest)),
  )
  return [...files, ...below.flat()].slice(0, mostFiles)
}

/** Those of the files that are read as text, line by line. */
export function logsAmong(files: readonly string[]): string[] {
  return files.filter((file) => /\.(log|jsonl)$/.test(file) || file === 'lint.txt')
}

async function filesBelow(root: string, below: string, depth: number): Promise<string[]> {
  const { files, folders } = await entriesOf(root, below)
  if (depth === 1) return files
  const deeper = await Promise.all(folders.map((name) => filesBelow(root, name, depth - 1)))
  return [...files, ...deeper.flat()]
}

async function entriesOf(root: string, below: string) {
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch(() => [])
  const named = (test: (entry: (typeof entries)[number]) => boolean): string[] =>
    entries
      .filter(test)
      .map(({ name }) => (below === '' ? name : `${below}/${name}`))
      .sort()
  return { files: named((entry) => entry.isFile()), folders: named((entry) => entry.isDirectory()) }
}

/** Whether this names a folder itself, and leads nowhere else. */
export function isFolderName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && basename(name) === name && !/[\\\0]/.test(name)
}
