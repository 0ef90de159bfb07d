import type { LoopRole } from '@cc-ci/contracts/loop-settings'

/** Whether the other loops could be heard: `unreachable` says why. */
export type RemoteState =
  | { readonly kind: 'reached' }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'none' }

/** The protocol folder as it is committed, by us and by the others. */
export interface ProtocolState {
  /** Texts by their path below the protocol folder. */
  readonly files: ReadonlyMap<string, string>
  /** The commit that holds exactly these; undefined before the first one. */
  readonly commit: string | undefined
  readonly remote: RemoteState
  /** What happened on the way that a person should know, such as a change that was completed. */
  readonly notices: readonly string[]
}

/** Which loop acts. */
export interface Actor {
  readonly name: string
  readonly role: LoopRole
}

/** What one command changes: whole files by their path below the protocol folder. */
export interface Amendment {
  readonly subject: string
  readonly files: ReadonlyMap<string, string>
}

export interface Publication {
  readonly commit: string
  /** Why the commit is not at the remote yet; undefined when it is. The next command pushes it. */
  readonly unpushedBecause: string | undefined
  readonly notices: readonly string[]
}

export interface ProtocolCommit {
  readonly commit: string
  readonly subject: string
  readonly author: string
  /** Paths below the protocol folder. */
  readonly paths: readonly string[]
}

/** Who last wrote a line, and with which commit. */
export interface LineAuthor {
  readonly author: string
  readonly subject: string
}

/** The code that is claimed and reviewed; the protocol folder does not belong to it. */
export interface CodeState {
  /** Top folder of the clone. */
  readonly folder: string
  /** The full hash of the newest commit that changed code. */
  readonly commit: string
  /** Paths with changes that are not committed, at most a few. */
  readonly dirty: readonly string[]
  /** Whether that commit is on the branch that the remote is known to have. */
  readonly pushed: boolean
  readonly branch: string
}

/** What git knows of a commit that somebody named. */
export interface CommitFacts {
  /** The full hash. */
  readonly commit: string
  readonly committedAt: Date
  /** Whether it is on the branch, pushed if there is a remote. */
  readonly onMain: boolean
  /** Whether code on that branch differs from it. */
  readonly changedSince: boolean
}

/**
 * The coordination repository, as one clone sees it. Throws NOT_A_GIT_REPOSITORY, PROTOCOL_BRANCH_MISSING,
 * GIT_FAILED, GIT_TIMED_OUT; a remote that does not answer is a state, not an error.
 */
export interface Coordination {
  /** The protocol folder, from the top of the repository. */
  readonly folder: string
  /** Asks the remote, pushes what waits to be pushed, and reads what both sides have committed. */
  read(): Promise<ProtocolState>
  /**
   * Commits what `decide` makes of the newest state, with nothing but the protocol folder in it, and pushes it.
   * `decide` is called again when somebody else was faster; nothing happens when it gives back undefined.
   * Throws PROTOCOL_DIVERGED, PROTOCOL_UNCOMMITTED, and what `decide` throws.
   */
  publish(
    actor: Actor,
    decide: (state: ProtocolState) => Promise<Amendment | undefined>,
  ): Promise<Publication | undefined>
  /** Commits that changed the protocol folder, the newest first. */
  history(limit: number): Promise<readonly ProtocolCommit[]>
  /** Files with one of these names that lie outside of the protocol folder, committed or not. */
  strays(names: readonly string[]): Promise<readonly string[]>
  /** Who last wrote each line of a file at that commit, in order. */
  lineAuthors(path: string, commit: string): Promise<readonly LineAuthor[]>
}

/** The clone in which a loop works. Throws as `Coordination` does. */
export interface CodeTree {
  state(): Promise<CodeState>
  /** Undefined for a name that is no commit here. */
  facts(commit: string): Promise<CommitFacts | undefined>
  /** Whether `earlier` is `later` or one of its ancestors; false where one of them is not here. */
  contains(later: string, earlier: string): Promise<boolean>
}

export type MainVerdict = 'green' | 'red' | 'unknown'

/** What the push CI of the branch says about a commit (C-08). */
export interface MainState {
  /** `unknown` with a reason when nobody can tell. */
  verdict(commit: string): Promise<{ readonly verdict: MainVerdict; readonly because: string }>
}
