import type { Evidence, RestartCounter, Severity } from './action.js'
import type { Look } from './look.js'
import type { StateName } from './state-name.js'

export interface Alarm {
  /** `<matter>:<loop>`, or `<matter>` alone for what concerns all. */
  readonly key: string
  readonly loop: string | null
  readonly severity: Severity
  readonly title: string
  readonly text: string
}

export type Conversation = 'resume' | 'fresh'

/** What should be done about a loop, if nothing forbids it. */
export type Wish =
  | { readonly kind: 'restart'; readonly counter: RestartCounter; readonly conversation: Conversation }
  | {
      readonly kind: 'nudge'
      readonly cause: string
      /** What it is about: with the cause it is the key that is used once. */
      readonly subject: string
      readonly text: (id: string) => string
      /** Epoch seconds before which it is too early. */
      readonly from: number
    }
  | { readonly kind: 'choose'; readonly dialog: string; readonly label: string }
  | { readonly kind: 'interrupt' | 'yield' | 'diagnose' }
  | { readonly kind: 'wait'; readonly what: string; readonly at: number }

/** How one loop stands, why, and what follows. */
export interface Judgement {
  readonly state: StateName
  readonly evidence: readonly Evidence[]
  readonly wish?: Wish
  readonly alarms?: readonly Alarm[]
}

/** One rule: null when it has nothing to say. */
export type Judge = (look: Look) => Judgement | null

/** An alert about one loop. */
export function alarm(
  look: Look,
  matter: string,
  rest: Omit<Alarm, 'key' | 'loop' | 'title'> & { says: string },
): Alarm {
  const { name } = look.loop
  return {
    key: `${matter}:${name}`,
    loop: name,
    severity: rest.severity,
    title: `${name} ${rest.says}`,
    text: rest.text,
  }
}
