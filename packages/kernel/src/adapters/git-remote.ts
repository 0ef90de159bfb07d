import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { isCcCiError } from '../errors.js'
import { gitRemoteUnreachable } from '../git-failures.js'
import { looksLikeHash } from '../git-refs.js'
import { type GitCommand, type GitLimits, runGit } from './git-command.js'

/** Runs a git command that talks to a remote: `git <verb> <options> -- <url> <rest>`. */
export async function runRemote(
  command: { verb: string; options?: readonly string[]; url: string; rest?: readonly string[] },
  where: GitCommand,
): Promise<string> {
  const { verb, options = [], rest = [] } = command
  const local = isLocal(command.url)
  const url = local && !command.url.startsWith('file:') ? resolve(command.url) : command.url
  // git takes its settings away from the server side that it starts itself for a remote on this machine.
  const uploadPack = local ? ["--upload-pack=git -c safe.directory='*' upload-pack"] : []
  try {
    return await runGit([verb, ...uploadPack, ...options, '--', url, ...rest], where)
  } catch (error) {
    if (isCcCiError(error) && error.code === 'GIT_FAILED') throw gitRemoteUnreachable(command.url, error.message)
    throw error
  }
}

function isLocal(url: string): boolean {
  return url.startsWith('file:') || url.startsWith('/') || !url.includes(':')
}

/** Finds a commit by its hash, which only a copy of the remote can tell; without any file's content where it can. */
export async function findCommit(url: string, hash: string, limits: GitLimits): Promise<string | undefined> {
  if (!looksLikeHash(hash)) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'cc-ci-git-'))
  try {
    await runRemote(
      { verb: 'clone', options: ['--quiet', '--mirror', '--filter=tree:0'], url, rest: [folder] },
      { ...limits, folder },
    )
    return await parseCommit({ ...limits, folder }, [hash])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The full hash of the first of these names that is a commit in the folder's repository. */
export async function parseCommit(where: GitCommand, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    try {
      return (await runGit(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], where)).trim()
    } catch (error) {
      if (!isCcCiError(error) || error.code !== 'GIT_FAILED') throw error
    }
  }
  return undefined
}
