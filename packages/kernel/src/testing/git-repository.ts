import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runGit } from '../adapters/git-command.js'
import { SimpleGit } from '../adapters/simple-git.js'
import type { GitSignature } from '../ports/git.js'

/** A real repository whose hashes are the same in every run: the author is fixed, each commit a minute later. */
export interface GitRepository {
  readonly folder: string
  /** Writes the files (null removes one), commits everything and gives back the full hash. */
  commit(files?: Readonly<Record<string, string | null>>, message?: string): Promise<string>
  /** Tags the last commit; annotated when there is a message. */
  tag(name: string, message?: string): Promise<void>
  /** Goes on with the branch, which begins at the last commit if it is new. */
  branch(name: string): Promise<void>
  /** Points any ref at the last commit, as a forge does with `refs/pull/1/head`. */
  setRef(name: string): Promise<void>
}

export async function gitRepository(folder: string): Promise<GitRepository> {
  const git = new SimpleGit()
  const run = async (...args: string[]) => {
    await runGit(args, { folder, timeoutMs: 60_000 })
  }
  let minutes = 0
  const sign = (): GitSignature => ({
    name: 'Example Author',
    email: 'author@example.org',
    date: new Date(Date.UTC(2026, 0, 1, 0, minutes++)),
  })
  await git.init(folder)
  return {
    folder,
    async commit(files = {}, message = 'Change something') {
      for (const [path, content] of Object.entries(files)) await writeOrRemove(join(folder, path), content)
      await git.add(folder)
      return git.commit(folder, message, sign())
    },
    async tag(name, message) {
      await git.tag(folder, name, message === undefined ? undefined : { ...sign(), message })
    },
    async branch(name) {
      await run('checkout', '--quiet', await branchOption(name), name)
    },
    async setRef(name) {
      await run('update-ref', name, 'HEAD')
    },
  }

  async function branchOption(name: string): Promise<string> {
    const heads = await runGit(['for-each-ref', `refs/heads/${name}`], { folder, timeoutMs: 60_000 })
    return heads === '' ? '-b' : '--no-guess'
  }
}

async function writeOrRemove(path: string, content: string | null): Promise<void> {
  if (content === null) return rm(path)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
