import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { $ } from 'zx'

/**
 * Copies the sources as they lie here, committed or not, beside links to the installed packages. Packages of this
 * repository link to each other within the copy, so that all of them see what is changed there.
 */
export async function scratchCopy(root: string): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'cc-ci-reverts-'))
  const run = $({ cwd: root, quiet: true })
  const listed = await run`git ls-files -z --cached --others --exclude-standard`
  for (const file of listed.stdout.split('\0').filter((name) => name !== '')) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    // A file that was removed here, but not from the index yet, is no part of the copy.
    await cp(join(root, file), join(folder, file), { verbatimSymlinks: true }).catch((error) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const each of await workspaceFolders(root)) await linkPackages(join(root, each), join(folder, each))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function workspaceFolders(root: string): Promise<readonly string[]> {
  const names = await readdir(join(root, 'packages'))
  return ['testbed', ...names.map((name) => join('packages', name))]
}

/** pnpm’s own links are relative, so that copied they lead to the packages of the copy. */
async function linkPackages(from: string, to: string): Promise<void> {
  await cp(join(from, 'node_modules'), join(to, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.vite') && !path.endsWith('.cache'),
  }).catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
}
