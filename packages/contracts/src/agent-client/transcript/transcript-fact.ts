import type { ErrorClass } from '../error-class.js'
import { failingStreak } from './add-outcome.js'
import type { TranscriptState } from './transcript-state.js'

/** What the transcript of the current conversation says, after its last complete line. */
export interface TranscriptFact {
  readonly sessionId: string
  readonly records: number
  readonly bytes: number
  /** Epoch seconds at which it last grew. */
  readonly grewAt: number | null
  /**
   * The last record of the main thread that moves a turn, and what it is: `tool` is an answer that uses one, or its
   * result; `notice` ends a turn without an answer, as an interruption does.
   */
  readonly last: {
    readonly uuid: string
    readonly at: number
    readonly kind: 'prompt' | 'answer' | 'tool' | 'error' | 'continuation' | 'notice'
  } | null
  /** Epoch seconds of the last answer that was no error. */
  readonly succeededAt: number | null
  /** Answers that were no errors, ever. */
  readonly successes: number
  /** The error that the last turn ended with; null after a success. `streak` counts turns in a row of that class. */
  readonly error: {
    readonly class: ErrorClass
    readonly streak: number
    readonly uuid: string
    readonly at: number
  } | null
  /** Bound to its record, and gone with the next success or continuation. `until` in epoch seconds. */
  readonly limit: {
    readonly kind: string
    readonly until: number | null
    readonly armed: boolean
    readonly uuid: string
    readonly at: number
  } | null
  /** Epoch seconds at which the client last went on by itself after a limit. */
  readonly continuedAt: number | null
  /** The client said that it wraps up because a limit is near. */
  readonly nearLimit: boolean
  /** Ids of our messages that arrived, the newest last. */
  readonly acknowledged: readonly string[]
  /** Compactions, ever. */
  readonly compactions: number
  readonly outputTokens: number
  readonly model: string | null
  /** Lines that are no records, and records of types that nobody knows: counted, never guessed. */
  readonly tornLines: number
  readonly unknownShapes: readonly string[]
}

/** `file`: its length in bytes, its name's session for a transcript that names none yet, and when it last grew. */
export function transcriptFact(
  state: TranscriptState,
  file: { readonly sessionId: string; readonly bytes: number; readonly grewAt: number | null },
): TranscriptFact {
  const { last } = state
  return {
    sessionId: state.sessionId ?? file.sessionId,
    records: state.records,
    bytes: file.bytes,
    grewAt: file.grewAt,
    last: last === null ? null : { uuid: last.uuid, at: last.at, kind: last.kind },
    succeededAt: state.succeededAt,
    successes: state.successes,
    error: errorOf(state),
    limit: limitOf(state),
    continuedAt: state.continuedAt,
    nearLimit: state.nearLimitUntil !== null,
    acknowledged: state.acknowledged,
    compactions: state.compactions,
    outputTokens: state.tokens.output,
    model: state.model,
    tornLines: state.tornLines,
    unknownShapes: state.unknownShapes,
  }
}

export function errorOf({ outcomes }: TranscriptState): TranscriptFact['error'] {
  const streak = failingStreak(outcomes)
  const last = streak.at(-1)
  if (last === undefined || last.class === 'success') return null
  return { class: last.class, streak: streak.length, uuid: last.uuid, at: last.at }
}

export function limitOf(state: TranscriptState): TranscriptFact['limit'] {
  const { notice, continuedAt, outcomes } = state
  const hit = outcomes.at(-1)
  const over = Math.max(continuedAt ?? 0, hit?.class === 'success' ? hit.at : 0)
  const promise = notice?.armed === true && notice.at > over ? notice : null
  if (hit?.limit != null && hit.at > over) {
    const { kind, until } = hit.limit
    const armed = promise !== null && promise.at >= hit.at
    return { kind, until: until ?? promise?.until ?? null, armed, uuid: hit.uuid, at: hit.at }
  }
  if (promise === null) return null
  return { kind: 'unknown', until: promise.until, armed: true, uuid: promise.uuid, at: promise.at }
}
