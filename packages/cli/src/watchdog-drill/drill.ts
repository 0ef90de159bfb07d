import type { Action, StateName } from '@cc-ci/watchdog'

/** What has to be seen of the canary, in this order; other things may come between. */
export type Step =
  | { readonly sees: StateName }
  /** The action was done, as its result says. */
  | { readonly does: Action['kind']; readonly conversation?: 'resume' | 'fresh'; readonly key?: RegExp }

/** One fault, how it is brought about, and what a watchdog must and must not do about it. */
export interface Drill {
  readonly fault: string
  readonly breaks: string
  readonly must: string
  /** For the fake agent, as docs/fake-agent.md describes it. Its first turn is the canary's start. */
  readonly script: string
  readonly permissionMode?: 'manual'
  /** `watchdog` of the canary's cc-ci.yaml, besides what all drills have. */
  readonly rules?: object
  /** How the fault begins: the agent is killed, or told something to which its script has the fault as answer. */
  readonly begins: 'kill' | 'message'
  readonly steps: readonly Step[]
  /** How often at most; what is not named may not be done at all. */
  readonly allows: Readonly<Partial<Record<Action['kind'], number>>>
  /** Which conversation the canary has in the end. */
  readonly conversation: 'same' | 'new'
  /** What its agent does in the end, in the words of the client's registry; whoever still waits was not answered for. */
  readonly leaves: 'idle' | 'waiting'
  /** About how long it takes, and when it is given up; both from the fault on, and longer on a loaded machine. */
  readonly usualSeconds: number
  readonly longestSeconds: number
}

/** Of one line in the account of a drill. */
export interface Event {
  /** Seconds since the fault; negative before it. */
  readonly after: number
  readonly what: 'broke' | 'saw' | 'decided' | 'did'
  readonly text: string
}

export interface DrillReport {
  readonly schemaVersion: 1
  readonly fault: string
  readonly breaks: string
  readonly must: string
  readonly passed: boolean
  /** What was not as it must be; empty when passed. */
  readonly because: readonly string[]
  /** From the fault to the last of what must happen; null when that never came. */
  readonly seconds: number | null
  readonly events: readonly Event[]
}
