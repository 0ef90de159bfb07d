import type { TierName } from '@cc-ci/contracts/run-result'

/** What a run is asked to prove; `quick` starts from the kept app and proves less. */
export type RunMode =
  | { readonly kind: 'full' }
  | { readonly kind: 'quick' }
  | { readonly kind: 'plan' }
  /** Only these tiers, and what they need. */
  | { readonly kind: 'tiers'; readonly tiers: readonly TierName[] }
  /** A full run whose app stays up for so many minutes. */
  | { readonly kind: 'keep'; readonly minutes: number }

/**
 * queued → running → finished. `requeued` is no state: a run whose first attempt could not be judged is `queued` again
 * with attempt 2 (one requeue, never two).
 */
export type RunState = 'queued' | 'running' | 'finished' | 'cancelled' | 'superseded'

/** What a run is for; without a pull request it is a sweep’s or an operator’s. */
export interface PullRequestRun {
  /** `owner/name` */
  readonly repository: string
  readonly number: number
  /** Full hash that the pull request had when the run was asked for; the pending status stands on it. */
  readonly hash: string
}

export interface RunOrder {
  readonly recipe: string
  readonly pullRequest: PullRequestRun | null
  readonly mode: RunMode
  /** Login name, or `sweep`. */
  readonly askedBy: string
  /** The comment that asked; null when none did. */
  readonly commentId: string | null
  /** Higher goes first; a comment asks with 0, a sweep with -10. */
  readonly priority: number
}

export interface RunEnd {
  readonly verdict: 'green' | 'red' | 'error'
  readonly level: number
  /** Class of the fault, when there was one: only `infra` is tried once more. */
  readonly fault: 'recipe' | 'app' | 'harness' | 'infra' | null
  readonly stopped: 'deadline' | 'cancelled' | null
  /** An infra fault that stays until somebody acts: to try again would find the same. */
  readonly stands?: true
  /** What to say of a run without a result to read: a plan, or why it came to none. Absent when there is a result. */
  readonly words?: string
}

/** A child of ours that was started for a run: the same number with another start is another process. */
export interface RunProcess {
  readonly pid: number
  /** Start of the process as the kernel counts it (field 22 of /proc/<pid>/stat). */
  readonly procStart: string
}

export interface QueuedRun extends RunOrder {
  /** Place in time: epoch milliseconds when it was asked for, or one more than the last. Greater means newer, also after the store was lost. */
  readonly seq: number
  readonly state: RunState
  /** 1, or 2 after a requeue. */
  readonly attempt: number
  /** Epoch seconds. */
  readonly askedAt: number
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly process: RunProcess | null
  /** The run folder’s name below the runs folder, once the run told it; its page is `runs/<folder>/`. */
  readonly folder: string | null
  readonly end: RunEnd | null
}
