import type { Instant } from './instant.js'

/** What a decision rests on, in words, with its age. */
export interface Evidence {
  readonly source: string
  readonly says: string
  readonly at: Instant
}

export type Severity = 'page' | 'warn' | 'info'

type Command =
  /** One line typed into an idle agent; it contains `[cc-ci:<id>]`. A long text goes into a file that is named. */
  | {
      readonly kind: 'nudge'
      readonly loop: string
      readonly nudgeId: string
      readonly text: string
      readonly cause: string
    }
  /** Moves the cursor of a dialog that is on the list to this label, reads again, and only then presses Enter. */
  | { readonly kind: 'choose'; readonly loop: string; readonly dialog: string; readonly label: string }
  /** One Escape; only for a turn that is long past its limit with nothing alive below it. */
  | { readonly kind: 'interrupt'; readonly loop: string }
  /** `fresh` begins a new conversation with a hand-over brief; `resume` goes on with the last one. Ends the old run first. */
  | {
      readonly kind: 'restart'
      readonly loop: string
      readonly conversation: 'resume' | 'fresh'
      readonly counter: RestartCounter
    }
  /** Ends our own agent, for it is the younger of two owners. */
  | { readonly kind: 'yield'; readonly loop: string }
  /** Looks at processor, children, sockets and screen before anything is killed, and keeps what it saw. */
  | { readonly kind: 'diagnose'; readonly loop: string }
  | {
      readonly kind: 'alert'
      readonly loop: string | null
      /** Alerts of one key are told once until their cause is over. */
      readonly key: string
      readonly severity: Severity
      readonly title: string
      readonly text: string
    }
  /** The cause of that alert is over. */
  | { readonly kind: 'clear'; readonly key: string }
  | { readonly kind: 'rebuild-terminals' }
  | { readonly kind: 'teardown'; readonly commit: string }

export type RestartCounter = 'crash' | 'hung' | 'poisoned' | 'context' | 'startup-refused'

/** `id` is unique for ever; `wall` and `mono` of `at` are the tick's. */
export type Action = Command & {
  readonly id: string
  readonly at: Instant
  readonly why: string
  readonly evidence: readonly Evidence[]
}

const destructive = new Set<Action['kind']>(['restart', 'yield', 'interrupt', 'teardown', 'rebuild-terminals'])

/** Whether it may cost work: at most one of these per loop and tick. */
export function isDestructive({ kind }: Pick<Action, 'kind'>): boolean {
  return destructive.has(kind)
}
