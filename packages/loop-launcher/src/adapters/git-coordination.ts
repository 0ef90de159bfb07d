import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, FlockLeaseStore, type Lease } from '@cc-ci/kernel'
import type {
  Actor,
  Amendment,
  Coordination,
  LineAuthor,
  ProtocolCommit,
  ProtocolState,
  Publication,
  RemoteState,
} from '../ports/coordination.js'
import { readMarkdown } from './git-blobs.js'
import {
  abortLeftRebase,
  type BranchNames,
  compareWith,
  fetchBranch,
  integrate,
  outside,
  type PushOutcome,
  privateFolder,
  push,
  readBranch,
  trackedCommit,
  unpushedCode,
} from './git-branch.js'
import type { GitClone } from './git-clone.js'
import { parseBlame, parseHistory } from './git-output.js'
import { ProtocolCommitter } from './protocol-committer.js'

export interface GitCoordinationOptions {
  /** Relative to the top of the clone, without a slash at the end. */
  readonly folder: string
  readonly clock: Clock
}

const attempts = 5

/** The coordination repository as one clone of it; commands on one clone take turns. */
export class GitCoordination implements Coordination {
  readonly #clone: GitClone
  readonly folder: string
  readonly #clock: Clock

  constructor(clone: GitClone, { folder, clock }: GitCoordinationOptions) {
    this.#clone = clone
    this.folder = folder
    this.#clock = clock
  }

  async read(): Promise<ProtocolState> {
    return this.#inTurn(async (own) => {
      const notices = await this.#recover(own)
      const names = await readBranch(this.#clone)
      const remote = await fetchBranch(this.#clone, names)
      const pushed = remote.kind === 'reached' ? await this.#pushWaiting(names) : []
      return this.#stateAt(await this.#newest(names), remote, [...notices, ...pushed])
    })
  }

  async publish(
    actor: Actor,
    decide: (state: ProtocolState) => Promise<Amendment | undefined>,
  ): Promise<Publication | undefined> {
    return this.#inTurn(async (own) => {
      const notices = await this.#recover(own)
      const names = await readBranch(this.#clone)
      const committer = this.#committer(own)
      for (let attempt = 1; ; attempt++) {
        const remote = await fetchBranch(this.#clone, names)
        const holdUp = await this.#takeOver(names, remote, own)
        const state = await this.#stateAt(await this.#clone.run(['rev-parse', 'HEAD']), remote, notices)
        const amendment = await decide(state)
        if (amendment === undefined) return undefined
        const commit = await committer.commit(actor, amendment)
        const outcome = holdUp ?? (await push(this.#clone, names))
        if (outcome.kind !== 'behind' || attempt === attempts) {
          await committer.finish()
          return { commit, unpushedBecause: reasonOf(outcome), notices }
        }
        await committer.takeBack(commit)
      }
    })
  }

  async history(limit: number): Promise<readonly ProtocolCommit[]> {
    const newest = await this.#newest(await readBranch(this.#clone))
    const format = '--format=%x1e%H%x1f%an%x1f%s'
    const options = [`--max-count=${limit}`, format, '--name-only', '--no-renames']
    const log = await this.#clone.run(['log', ...options, newest, '--', `:(top,literal)${this.folder}`])
    return parseHistory(log, this.folder)
  }

  async strays(names: readonly string[]): Promise<readonly string[]> {
    const options = ['--cached', '--others', '--exclude-standard', '--full-name', '-z']
    const files = (await this.#clone.run(['ls-files', ...options, '--', ...outside(this.folder)])).split('\0')
    return files.filter((file) => names.includes(file.split('/').at(-1) ?? ''))
  }

  async lineAuthors(path: string, commit: string): Promise<readonly LineAuthor[]> {
    const blame = await this.#clone.run(['blame', '-w', '--line-porcelain', commit, '--', `${this.folder}/${path}`])
    return parseBlame(blame)
  }

  async #inTurn<T>(work: (own: string) => Promise<T>): Promise<T> {
    const own = await privateFolder(this.#clone)
    await mkdir(own, { recursive: true })
    const store = new FlockLeaseStore(join(own, 'leases'), this.#clock)
    const lease: Lease = await store.acquire('protocol', { holder: `process ${process.pid}` })
    try {
      return await work(own)
    } finally {
      await lease.release()
    }
  }

  #committer(own: string): ProtocolCommitter {
    return new ProtocolCommitter(this.#clone, { folder: this.folder, own, clock: this.#clock })
  }

  async #recover(own: string): Promise<readonly string[]> {
    await abortLeftRebase(this.#clone, join(own, 'rebasing'))
    return this.#committer(own).recover()
  }

  /** Our commits on top of what the remote has, or why that must wait. */
  async #takeOver(names: BranchNames, remote: RemoteState, own: string): Promise<PushOutcome | undefined> {
    const tracked = await trackedCommit(this.#clone, names)
    if (await unpushedCode(this.#clone, tracked, this.folder))
      return failed('the clone has commits of code that are not pushed, and those are not ours to push')
    if (tracked !== undefined) await integrate(this.#clone, tracked, join(own, 'rebasing'))
    return remote.kind === 'unreachable' ? failed(remote.reason) : undefined
  }

  /** C-09: what was committed while the remote was away. */
  async #pushWaiting(names: BranchNames): Promise<readonly string[]> {
    const tracked = await trackedCommit(this.#clone, names)
    if (tracked === undefined) return []
    const { ahead, behind } = await compareWith(this.#clone, tracked)
    if (ahead === 0 || behind > 0) return []
    if (await unpushedCode(this.#clone, tracked, this.folder)) return []
    const outcome = await push(this.#clone, names)
    return outcome.kind === 'pushed' ? ['Commits that had waited for the remote are pushed now.'] : []
  }

  /** The commit that holds what both sides have; where they differ, one made for reading, on no branch. */
  async #newest(names: BranchNames): Promise<string> {
    const tracked = await trackedCommit(this.#clone, names)
    const { ahead, behind } = tracked === undefined ? { ahead: 0, behind: 0 } : await compareWith(this.#clone, tracked)
    if (tracked !== undefined && ahead === 0) return tracked
    const head = await this.#clone.run(['rev-parse', 'HEAD'])
    if (tracked === undefined || behind === 0) return head
    const merged = await this.#clone.try(['merge-tree', '--write-tree', '--no-messages', head, tracked])
    const tree = merged.stdout.split('\n')[0] ?? ''
    if (merged.exitCode > 1 || tree === '') throw this.#clone.explain('merge-tree', merged)
    const name = {
      GIT_AUTHOR_NAME: 'cc-ci',
      GIT_AUTHOR_EMAIL: '-',
      GIT_COMMITTER_NAME: 'cc-ci',
      GIT_COMMITTER_EMAIL: '-',
    }
    return this.#clone.run(['commit-tree', tree, '-p', head, '-p', tracked, '-m', 'Merge for reading'], name)
  }

  async #stateAt(commit: string, remote: RemoteState, notices: readonly string[]): Promise<ProtocolState> {
    return { files: await readMarkdown(this.#clone, commit, this.folder), commit, remote, notices }
  }
}

const failed = (reason: string): PushOutcome => ({ kind: 'failed', reason })

function reasonOf(outcome: PushOutcome): string | undefined {
  if (outcome.kind === 'pushed') return undefined
  return outcome.kind === 'failed' ? outcome.reason : `others were faster ${attempts} times`
}
