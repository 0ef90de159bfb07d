/** Everything that keeps an item, or a phase, from being done. Stable names: `--json` and the watchdog read them. */
export const doneRules = {
  unclaimed: 'the builder has not claimed it',
  'not-in-plan': 'it stands in STATUS.md or REVIEW.md, but the plan has no such item',
  'no-pass': 'its last verdict is no PASS',
  vetoed: 'there is a veto',
  'time-unreadable': 'a time lacks its zone or cannot be read',
  stale: 'its PASS is older than 24 hours',
  future: 'its PASS is dated more than 5 minutes ahead',
  'older-than-claim': 'its PASS is older than the claim',
  'older-than-commit': 'its PASS is older than the commit that it proves',
  'other-commit': 'its PASS is of a commit that does not contain the claimed one',
  'not-on-main': 'the commit of its PASS is not on the branch',
  'changed-since': 'files changed after the commit of its PASS',
  'not-by-adversary': 'its PASS was not written by the adversary',
  'open-finding': 'a finding is open',
} as const

export type DoneRule = keyof typeof doneRules

export interface BrokenRule {
  readonly rule: DoneRule
  /** What exactly: a time, a commit, the ids of findings. */
  readonly detail: string
}

export interface JudgedItem {
  readonly item: string
  readonly title: string
  readonly broken: readonly BrokenRule[]
}

/** Done when nothing is broken, neither of the phase nor of an item. */
export interface DoneJudgement {
  readonly phase: string
  readonly done: boolean
  /** What holds up the phase as a whole. */
  readonly broken: readonly BrokenRule[]
  readonly items: readonly JudgedItem[]
}

/** What git knows of one item’s evidence; `commit` is that of its deciding verdict. */
export interface EvidenceFacts {
  /** Whether the commit is on the branch that is pushed. */
  readonly onMain: boolean
  /** Whether anything outside the protocol folder differs between the commit and that branch. */
  readonly changedSince: boolean
  /** Whether the commit is the claimed one or comes after it. */
  readonly containsClaim: boolean
  /** Undefined for a commit that this clone does not have. */
  readonly committedAt: Date | undefined
  /** Whether the row was last written by a loop of the role adversary. */
  readonly byAdversary: boolean
  /** Who wrote it: for messages. */
  readonly writtenBy: string
}

/** By item; an item without a verdict needs none. */
export type PhaseFacts = ReadonlyMap<string, EvidenceFacts>
