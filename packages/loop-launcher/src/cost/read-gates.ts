import { parseSubject } from '../protocol/commit-subject.js'

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

/** The gates among commits, the oldest first. C-02: only how a subject begins counts, not what it says. */
export function readGates(commits: readonly LoggedCommit[]): readonly Gate[] {
  return commits
    .flatMap((commit) => {
      const subject = parseSubject(commit.subject)
      if (subject?.item === undefined || (subject.kind !== 'claim' && subject.kind !== 'review')) return []
      return [{ ...commit, kind: subject.kind, phase: subject.phase, item: subject.item }]
    })
    .sort((one, other) => one.at - other.at)
}
