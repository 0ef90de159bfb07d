import type { Evidence, RestartCounter } from './action.js'
import type { Instant } from './instant.js'
import type { LoopMemory } from './loop-memory.js'
import type { CommonFacts, LoopFacts, Sensed } from './observation.js'
import type { StateName } from './state-name.js'

/** The newest of each sensor that has looked; one that never has is absent or undefined. */
export type Known<Facts> = { readonly [Source in keyof Facts]?: Sensed<Facts[Source]> | undefined }

export interface Circuit {
  readonly state: 'closed' | 'open' | 'half-open'
  /** Epoch seconds until which an open one stays open. */
  readonly until: number | null
  /** Seconds that the next opening lasts. */
  readonly nextSeconds: number
}

/** An action that was decided and has no result yet. */
export interface Pending {
  readonly actionId: string
  readonly kind: string
  readonly at: Instant
}

/** A message that was decided; `key` is what it is about, and no key is used twice. */
export interface SentNudge {
  /** Epoch seconds. */
  readonly at: number
  readonly key: string
  readonly id: string
  /** It arrived. */
  readonly answered: boolean
}

/** A loop as the watchdog sees it; plain data, so that a snapshot is its JSON. */
export interface LoopWatch {
  readonly name: string
  readonly role: string
  readonly state: StateName
  readonly since: Instant
  /** Why it is in this state: what was seen, with its age. */
  readonly evidence: readonly Evidence[]
  readonly facts: Known<LoopFacts>
  /** Wall times of restarts within the last 24 h, by what they cured. */
  readonly restarts: readonly { readonly at: number; readonly counter: RestartCounter }[]
  readonly circuit: Circuit
  /** Nudges of the last 24 h. */
  readonly nudges: readonly SentNudge[]
  /** Blocks every other action until its result is known. */
  readonly pending: Pending | null
  /** What comes next if nothing changes, and when (epoch seconds). */
  readonly next: { readonly what: string; readonly at: number } | null
  /** What the reducer remembers between ticks about this loop: counters, second looks, samples. */
  readonly memory: LoopMemory
}

/** The reducer's own notes about all loops together. */
export interface CommonMemory {
  readonly bootId: string | null
  readonly pending: Pending | null
  /** Keys of alerts whose cause was not seen any more, and since when (monotonic seconds). */
  readonly fading: Readonly<Record<string, number>>
  /** Monotonic seconds since which host and completion cannot be read. */
  readonly blindSince: { readonly [Source in keyof CommonFacts]?: number }
  /** Monotonic seconds since which a terminal server is missing, and whether it was rebuilt once. */
  readonly terminals: { readonly goneSince: number; readonly rebuilt: boolean } | null
  /** Epoch seconds at which a loop was last started or sent on after a limit, for they go one by one. */
  readonly setOffAt: number | null
  /** Monotonic second of the reading of the DONE rule that was judged last. */
  readonly readingAt: number | null
}

export interface WatchState {
  readonly schemaVersion: 1
  readonly loops: Readonly<Record<string, LoopWatch>>
  readonly facts: Known<CommonFacts>
  /** The last tick, for gaps and jumps. */
  readonly tick: Instant | null
  /** Monotonic seconds until which nothing is judged hung and nothing restarted: the host slept or its clock jumped. */
  readonly graceUntil: number | null
  /** The first reading that said done, until the second confirms it. */
  readonly done: {
    readonly phase: 'open' | 'seen' | 'torn-down'
    readonly commit: string | null
    readonly since: Instant | null
  }
  /** Keys of alerts that were told and are not over. */
  readonly alerts: readonly string[]
  /** Counts actions, for their ids. */
  readonly decisions: number
  readonly memory: CommonMemory
}

export const initialState: WatchState = {
  schemaVersion: 1,
  loops: {},
  facts: {},
  tick: null,
  graceUntil: null,
  done: { phase: 'open', commit: null, since: null },
  alerts: [],
  decisions: 0,
  memory: {
    bootId: null,
    pending: null,
    fading: {},
    blindSince: {},
    terminals: null,
    setOffAt: null,
    readingAt: null,
  },
}
