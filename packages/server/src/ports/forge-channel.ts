/** A comment on a pull request, as its forge tells it. */
export interface ForgeComment {
  /** The forge’s own id; polling and webhooks name the same comment by it. */
  readonly id: string
  /** `owner/name` of the repository that the pull request is open on. */
  readonly repository: string
  readonly pullRequest: number
  /** Login name of who wrote it. */
  readonly author: string
  readonly body: string
  /** Epoch seconds at which it was written. */
  readonly createdAt: number
}

export interface CommentPage {
  /** Comments written or changed since the cursor, oldest first. */
  readonly comments: readonly ForgeComment[]
  /** To be handed in with the next question. */
  readonly cursor: string
}

/** What a pull request is at this moment. */
export interface PullRequestHead {
  readonly state: 'open' | 'closed' | 'merged'
  /** Full hash of its newest commit. */
  readonly hash: string
}

/** `warning` is not among them: forges do not agree on what it means (S-13). */
export interface CommitStatus {
  readonly state: 'pending' | 'success' | 'failure' | 'error'
  readonly context: string
  /** At most 140 characters. */
  readonly description: string
  readonly targetUrl: string
}

/** What a reader sees beside the comment that asked: heard, passed, did not pass. */
export type Reaction = 'eyes' | 'hooray' | 'confused'

/**
 * The one way to a forge. Each operation throws FORGE_UNREACHABLE when no answer came, FORGE_RATE_LIMITED,
 * FORGE_TOKEN_REFUSED, FORGE_NOT_FOUND for what the forge says is not there, or FORGE_ANSWER_INVALID; none of them is
 * ever read as “the comment was deleted” (S-08).
 */
export interface ForgeChannel {
  /** The account that the token belongs to: comments of ours are found by it. */
  self(): Promise<string>
  /**
   * Comments on pull requests of a repository since `cursor`; null asks for those since `since`, epoch seconds.
   * Asks conditionally: a forge that says “not modified” costs nothing.
   */
  comments(repository: string, asked: { readonly cursor: string | null; readonly since: number }): Promise<CommentPage>
  /** Whether the account belongs to the organisation (S-02). */
  isMember(organisation: string, login: string): Promise<boolean>
  head(repository: string, pullRequest: number): Promise<PullRequestHead>
  /** All comments of an account on a pull request, oldest first. */
  commentsOf(
    repository: string,
    pullRequest: number,
    login: string,
  ): Promise<readonly { readonly id: string; readonly body: string }[]>
  createComment(repository: string, pullRequest: number, body: string): Promise<{ readonly id: string }>
  editComment(repository: string, commentId: string, body: string): Promise<void>
  react(repository: string, commentId: string, reaction: Reaction): Promise<void>
  setStatus(repository: string, hash: string, status: CommitStatus): Promise<void>
  /**
   * Attaches a file to a comment and gives its address; null from a forge that takes no attachments.
   */
  attach(
    repository: string,
    commentId: string,
    file: { readonly name: string; readonly bytes: Uint8Array },
  ): Promise<string | null>
}
