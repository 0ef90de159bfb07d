export interface RemoteRef {
  /** As the remote says it: `HEAD`, `refs/heads/main`, `refs/tags/v1`, `refs/tags/v1^{}` (what that tag points to). */
  readonly name: string
  readonly hash: string
}

export interface GitTag {
  readonly name: string
  readonly annotated: boolean
  /** The full hash of the tagged commit, also for an annotated tag. */
  readonly commit: string
}

/** Who made a commit or tag, and when: the same content then always has the same hash. */
export interface GitSignature {
  readonly name: string
  readonly email: string
  readonly date: Date
}

/** A token for every repository below a URL, such as a forge's own. */
export interface GitCredential {
  readonly url: string
  readonly token: string
}

export interface CloneOptions {
  /** Branch, tag, hash or `refs/…` that is checked out, detached. */
  readonly ref?: string
  /** Another repository that is asked for `ref` when the first lacks it: the fork that a change comes from. */
  readonly alsoFrom?: string
}

/**
 * Git without questions and without the settings of this machine. Each method may throw GIT_TIMED_OUT or
 * GIT_FAILED; those with a url GIT_REMOTE_UNREACHABLE; those with a folder NOT_A_GIT_REPOSITORY, which a
 * folder inside somebody else's repository is, too.
 */
export interface Git {
  /** The same git, whose commands end with GIT_CANCELLED as soon as the signal is aborted. */
  stoppedBy(signal: AbortSignal): Git
  lsRemote(url: string, options?: { readonly refs?: readonly string[] }): Promise<readonly RemoteRef[]>
  /** The full commit hash of a branch, tag, full or abbreviated hash, `refs/…` or `HEAD`; undefined if the remote has none. */
  resolveRef(url: string, ref: string): Promise<string | undefined>
  /** Clones with all branches and tags; with `ref`, that commit is checked out, detached. GIT_REF_NOT_FOUND. */
  clone(url: string, folder: string, options?: CloneOptions): Promise<void>
  /** Adds the tags of another remote, moving those it has moved. */
  fetchTags(folder: string, url: string): Promise<void>
  /** Detached. `force` throws away local changes to tracked files. GIT_REF_NOT_FOUND. */
  checkout(folder: string, ref: string, options?: { readonly force?: boolean }): Promise<void>
  tags(folder: string): Promise<readonly GitTag[]>
  /** The full hash of the commit that is checked out. GIT_REF_NOT_FOUND before the first commit. */
  head(folder: string): Promise<string>
  /** The URL of the remote `origin` as it is written down; undefined without one. */
  remoteUrl(folder: string): Promise<string | undefined>
  /** Untracked files count, ignored ones do not. */
  isDirty(folder: string): Promise<boolean>
  isRepository(folder: string): Promise<boolean>
  /** Makes the folder, if need be, a repository on branch `main`. */
  init(folder: string): Promise<void>
  /** Stages all changes below the folder, or those to the given paths. */
  add(folder: string, paths?: readonly string[]): Promise<void>
  /** Commits what is staged, even if that is nothing, and gives back the full hash. */
  commit(folder: string, message: string, by: GitSignature): Promise<string>
  /** Tags the checked-out commit; with a message the tag is annotated. */
  tag(folder: string, name: string, annotation?: GitSignature & { readonly message: string }): Promise<void>
}
