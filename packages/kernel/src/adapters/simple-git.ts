import { mkdir, readdir, rm } from 'node:fs/promises'
import { CcCiError, isCcCiError } from '../errors.js'
import { gitRefNotFound } from '../git-failures.js'
import { findRemoteRef, isFullHash, isPlainRef, parseRemoteRefs } from '../git-refs.js'
import type { CloneOptions, Git, GitCredential, GitSignature, GitTag, RemoteRef } from '../ports/git.js'
import { type GitLimits, runGit } from './git-command.js'
import { findCommit, parseCommit, runRemote } from './git-remote.js'

export interface SimpleGitOptions {
  readonly timeoutMs?: number
  /** For private repositories; they reach git by its environment, never by its arguments. */
  readonly credentials?: readonly GitCredential[]
  /** Ends whatever runs. */
  readonly signal?: AbortSignal
}

/** Git through simple-git: no prompts, none of this machine's settings, no hooks, and a time limit for each step. */
export class SimpleGit implements Git {
  readonly #limits: GitLimits

  constructor({ timeoutMs = 300_000, credentials = [], signal }: SimpleGitOptions = {}) {
    this.#limits = { timeoutMs, credentials, signal }
  }

  stoppedBy(signal: AbortSignal): SimpleGit {
    const { timeoutMs, credentials = [] } = this.#limits
    return new SimpleGit({ timeoutMs, credentials, signal })
  }

  async lsRemote(
    url: string,
    { refs = [] }: { readonly refs?: readonly string[] } = {},
  ): Promise<readonly RemoteRef[]> {
    return parseRemoteRefs(await runRemote({ verb: 'ls-remote', url, rest: refs }, this.#in('/')))
  }

  async resolveRef(url: string, ref: string): Promise<string | undefined> {
    if (!isPlainRef(ref)) return undefined
    return findRemoteRef(await this.lsRemote(url), ref) ?? (await findCommit(url, ref, this.#limits))
  }

  async clone(url: string, folder: string, { ref, alsoFrom }: CloneOptions = {}): Promise<void> {
    await mkdir(folder, { recursive: true })
    await checkEmpty(folder)
    try {
      const options = ['--quiet', ...(ref === undefined ? [] : ['--no-checkout'])]
      await runRemote({ verb: 'clone', options, url, rest: ['.'] }, this.#in(folder))
      if (ref !== undefined)
        await this.#checkoutFromRemote([url, ...(alsoFrom === undefined ? [] : [alsoFrom])], folder, ref)
    } catch (error) {
      await empty(folder)
      throw error
    }
  }

  async fetchTags(folder: string, url: string): Promise<void> {
    const options = ['--quiet', '--force', '--no-write-fetch-head']
    await runRemote({ verb: 'fetch', options, url, rest: ['refs/tags/*:refs/tags/*'] }, this.#in(folder))
  }

  async checkout(folder: string, ref: string, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
    const commit = await this.#find(folder, ref)
    if (commit === undefined) throw gitRefNotFound(ref, folder)
    await this.#run(folder, ['checkout', '--quiet', '--detach', ...(force ? ['--force'] : []), commit])
  }

  async tags(folder: string): Promise<readonly GitTag[]> {
    const format = '%(refname:strip=2)%09%(objecttype)%09%(*objectname)%09%(objectname)'
    const lines = (await this.#run(folder, ['for-each-ref', `--format=${format}`, 'refs/tags'])).split('\n')
    return lines.flatMap((line) => {
      const [name, type, target, hash] = line.split('\t')
      return name && hash ? [{ name, annotated: type === 'tag', commit: target || hash }] : []
    })
  }

  async head(folder: string): Promise<string> {
    const commit = await parseCommit(this.#in(folder), ['HEAD'])
    if (commit === undefined) throw gitRefNotFound('HEAD', folder)
    return commit
  }

  async remoteUrl(folder: string): Promise<string | undefined> {
    const listed = await this.#run(folder, ['config', '--local', '--get-regexp', '^remote\\.origin\\.url$']).catch(
      ifNoneMatched,
    )
    return listed.split('\n')[0]?.replace(/^\S+ /, '') || undefined
  }

  async isDirty(folder: string): Promise<boolean> {
    return (await this.#run(folder, ['status', '--porcelain', '--untracked-files=normal'])) !== ''
  }

  async isRepository(folder: string): Promise<boolean> {
    try {
      await this.#run(folder, ['rev-parse', '--git-dir'])
      return true
    } catch (error) {
      if (isCcCiError(error) && error.code === 'NOT_A_GIT_REPOSITORY') return false
      throw error
    }
  }

  async init(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true })
    await this.#run(folder, ['init', '--quiet', '--initial-branch=main', '--template='])
  }

  async add(folder: string, paths: readonly string[] = ['.']): Promise<void> {
    await this.#run(folder, ['add', '--all', '--', ...paths])
  }

  async commit(folder: string, message: string, by: GitSignature): Promise<string> {
    const options = ['--quiet', '--allow-empty', '--no-verify', '--no-gpg-sign', '--cleanup=verbatim']
    await this.#run(folder, ['commit', ...options, `--message=${message}`], by)
    return this.head(folder)
  }

  async tag(folder: string, name: string, annotation?: GitSignature & { readonly message: string }): Promise<void> {
    const options = annotation === undefined ? [] : ['--annotate', `--message=${annotation.message}`]
    await this.#run(folder, ['tag', '--no-sign', ...options, '--', name], annotation)
  }

  #in(folder: string) {
    return { folder, ...this.#limits }
  }

  async #run(folder: string, args: readonly string[], by?: GitSignature): Promise<string> {
    return runGit(args, { ...this.#in(folder), by })
  }

  async #find(folder: string, ref: string): Promise<string | undefined> {
    return isPlainRef(ref) ? parseCommit(this.#in(folder), [ref, `refs/remotes/origin/${ref}`]) : undefined
  }

  /** Also finds what a clone does not bring along, such as the head of a pull request. */
  async #checkoutFromRemote(urls: readonly string[], folder: string, ref: string): Promise<void> {
    const commit = (await this.#find(folder, ref)) ?? (await this.#fetchFirst(urls, folder, ref))
    if (commit === undefined) throw gitRefNotFound(ref, urls[0] ?? folder)
    await this.checkout(folder, commit)
  }

  async #fetchFirst(urls: readonly string[], folder: string, ref: string): Promise<string | undefined> {
    for (const url of urls) {
      if (isFullHash(ref) && (await this.#fetchHash(url, folder, ref))) return ref
      const commit = await this.resolveRef(url, ref)
      if (commit !== undefined && (await this.#fetchHash(url, folder, commit))) return commit
    }
    return undefined
  }

  /** Many forges hand out a commit that no ref has any more, as after a force-push; one that does not says so. */
  async #fetchHash(url: string, folder: string, hash: string): Promise<boolean> {
    try {
      await runRemote({ verb: 'fetch', options: ['--quiet'], url, rest: [hash] }, this.#in(folder))
      return true
    } catch (error) {
      if (isCcCiError(error) && error.code === 'GIT_REMOTE_UNREACHABLE') return false
      throw error
    }
  }
}

/** `git config` ends with 1 and no word when no key matches. */
function ifNoneMatched(error: unknown): string {
  if (isCcCiError(error) && error.code === 'GIT_FAILED') return ''
  throw error
}

async function checkEmpty(folder: string): Promise<void> {
  if ((await readdir(folder)).length === 0) return
  throw new CcCiError('FOLDER_NOT_EMPTY', `${folder} is not empty, so nothing was cloned into it.`, {
    hint: 'Give an empty or a new folder.',
    exitCode: 2,
  })
}

async function empty(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) await rm(`${folder}/${entry}`, { recursive: true, force: true })
}
