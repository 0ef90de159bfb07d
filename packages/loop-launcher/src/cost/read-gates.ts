/** A commit of the coordination repository, as `git log` tells it. */
export interface LoggedCommit {
  readonly hash: string
  /** Epoch seconds. */
  readonly at: number
  readonly subject: string
}

/** A commit by which one loop hands an item to the other. */
export interface Gate extends LoggedCommit {
  readonly kind: 'claim' | 'review'
  readonly phase: string
  readonly item: string
}

const pattern = /^(claim|review)\(([a-z0-9][a-z0-9-]{0,15})\/([A-Za-z0-9][A-Za-z0-9.-]{0,15})\)/

/** The gates among commits, the oldest first. C-02: only how a subject begins counts, not what it says. */
export function readGates(commits: readonly LoggedCommit[]): readonly Gate[] {
  return commits
    .flatMap((commit) => {
      const [, kind, phase, item] = pattern.exec(commit.subject) ?? []
      if (kind === undefined || phase === undefined || item === undefined) return []
      return [{ ...commit, kind: kind as Gate['kind'], phase, item }]
    })
    .sort((one, other) => one.at - other.at)
}
