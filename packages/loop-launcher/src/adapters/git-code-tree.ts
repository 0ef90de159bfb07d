import type { CodeState, CodeTree, CommitFacts } from '../ports/coordination.js'
import { type BranchNames, fetchBranch, isAncestor, outside, readBranch, trackedCommit } from './git-branch.js'
import type { GitClone } from './git-clone.js'

const shownPaths = 5

/** A clone’s code: everything in it but the protocol folder, if that lies in the same clone. */
export class GitCodeTree implements CodeTree {
  readonly #clone: GitClone
  readonly #code: readonly string[]

  /** `protocolFolder`: relative to the top of the clone, undefined where it lies in another one. */
  constructor(clone: GitClone, protocolFolder: string | undefined) {
    this.#clone = clone
    this.#code = outside(protocolFolder)
  }

  async state(): Promise<CodeState> {
    const names = await readBranch(this.#clone)
    const newest = await this.#clone.run(['rev-list', '--max-count=1', 'HEAD', '--', ...this.#code])
    const commit = newest || (await this.#clone.run(['rev-parse', 'HEAD']))
    const pushed = (await this.#isPushed(names, commit)) || (await this.#isPushedNow(names, commit))
    return { folder: this.#clone.folder, commit, dirty: await this.#dirty(), pushed, branch: names.branch }
  }

  async facts(name: string): Promise<CommitFacts | undefined> {
    const commit = await this.#resolve(name)
    if (commit === undefined) return undefined
    const names = await readBranch(this.#clone)
    const main = (await trackedCommit(this.#clone, names)) ?? 'HEAD'
    const date = await this.#clone.run(['show', '--no-patch', '--format=%cI', commit])
    return {
      commit,
      committedAt: new Date(date),
      onMain: await isAncestor(this.#clone, commit, main),
      changedSince: await this.#differ(commit, main),
    }
  }

  async contains(later: string, earlier: string): Promise<boolean> {
    const [last, first] = [await this.#resolve(later), await this.#resolve(earlier)]
    return last !== undefined && first !== undefined && isAncestor(this.#clone, first, last)
  }

  async #isPushed(names: BranchNames, commit: string): Promise<boolean> {
    const tracked = await trackedCommit(this.#clone, names)
    return tracked !== undefined && isAncestor(this.#clone, commit, tracked)
  }

  /** Another clone may have pushed it since. */
  async #isPushedNow(names: BranchNames, commit: string): Promise<boolean> {
    await fetchBranch(this.#clone, names)
    return this.#isPushed(names, commit)
  }

  async #dirty(): Promise<string[]> {
    const status = await this.#clone.run(['status', '--porcelain', '-z', '--no-renames', '--', ...this.#code])
    const paths = status.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice(3)]))
    return paths.slice(0, shownPaths)
  }

  /** Only a hash is a name here: a branch would mean another commit tomorrow. */
  async #resolve(name: string): Promise<string | undefined> {
    if (!/^[0-9a-f]{7,64}$/i.test(name)) return undefined
    const result = await this.#clone.try(['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
    return result.exitCode === 0 ? result.stdout : undefined
  }

  async #differ(one: string, other: string): Promise<boolean> {
    const result = await this.#clone.try(['diff', '--quiet', '--no-ext-diff', one, other, '--', ...this.#code])
    if (result.exitCode > 1) throw this.#clone.explain('diff', result)
    return result.exitCode === 1
  }
}
