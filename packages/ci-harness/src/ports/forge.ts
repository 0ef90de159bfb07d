/** A pull request as its forge tells it. */
export interface PullRequest {
  readonly number: number
  readonly title: string
  readonly state: 'open' | 'closed' | 'merged'
  /** Its page, for people. */
  readonly url: string
  readonly base: {
    /** `owner/name` */
    readonly repository: string
    readonly cloneUrl: string
    readonly branch: string
  }
  readonly head: {
    /** Full hash of the newest commit. */
    readonly hash: string
    readonly branch: string
    /** Null once the fork that it came from is deleted, or when this token may not see it. */
    readonly repository: string | null
    readonly cloneUrl: string | null
  }
}

/** Where repositories live and changes are proposed. */
export interface Forge {
  /**
   * The pull request of a repository, `owner/name`, as it is now. Throws PULL_REQUEST_NOT_FOUND, FORGE_TOKEN_REFUSED,
   * FORGE_RATE_LIMITED, FORGE_UNREACHABLE, or FORGE_ANSWER_INVALID for what is no answer of such a forge.
   */
  pullRequest(repository: string, number: number): Promise<PullRequest>
}

/** Gitea and Forgejo share one API. */
export type ForgeKind = 'gitea' | 'forgejo' | 'github'
