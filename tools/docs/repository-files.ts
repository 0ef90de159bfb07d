import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'

/** Text files by their path in the repository. */
export type RepositoryFiles = ReadonlyMap<string, string>

/** What git tracks or would track; binaries and files that are deleted but not yet committed so are left out. */
export async function readRepository(root: string): Promise<RepositoryFiles> {
  const listed = await $({ cwd: root, quiet: true })`git ls-files --cached --others --exclude-standard -z`
  const paths = listed.stdout.split('\0').filter((path) => path !== '')
  const texts = await Promise.all(paths.map(async (path) => [path, await readText(join(root, path))] as const))
  return new Map(texts.filter((entry): entry is readonly [string, string] => entry[1] !== undefined))
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const content = await readFile(path)
    return content.includes(0) ? undefined : content.toString('utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'EISDIR'].includes(code)) return undefined
    throw error
  }
}
