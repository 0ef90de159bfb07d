import type { ErrorClass } from '../error-class.js'
import { noTokens } from '../usage/token-count.js'
import type { TokenTally } from './count-tokens.js'

/** How a request of the main thread ended. */
export interface Outcome {
  readonly uuid: string
  readonly parent: string | null
  /** Epoch seconds. */
  readonly at: number
  readonly class: ErrorClass | 'success'
  /** Its prompt was a message of ours. */
  readonly ours: boolean
  /** The limit that it was refused for. */
  readonly limit: { readonly kind: string; readonly until: number | null } | null
  /** Number of its line, counted from 1. */
  readonly line: number
}

export type RecordKind = 'prompt' | 'answer' | 'tool' | 'error' | 'continuation' | 'notice'

/** What a transcript has said so far: plain JSON, of a size that does not grow with the transcript. */
export interface TranscriptState extends TokenTally {
  /** IANA name, for times in old records that name none; null: such times stay unknown. */
  readonly zone: string | null
  readonly sessionId: string | null
  readonly version: string | null
  /** Complete lines, also torn ones. */
  readonly lines: number
  readonly records: number
  readonly tornLines: number
  readonly unknownShapes: readonly string[]
  readonly last: {
    readonly uuid: string
    readonly at: number
    readonly kind: RecordKind
    readonly line: number
  } | null
  /** The newest, by their time; at most 32. */
  readonly outcomes: readonly Outcome[]
  readonly succeededAt: number | null
  readonly continuedAt: number | null
  /** What the client last said about going on by itself. */
  readonly notice: {
    readonly uuid: string
    readonly at: number
    readonly armed: boolean
    readonly until: number | null
    readonly line: number
  } | null
  /** Epoch seconds until which a limit that it said to be near is near. */
  readonly nearLimitUntil: number | null
  /** The last prompt was a message of ours. */
  readonly promptIsOurs: boolean
  readonly acknowledged: readonly string[]
  readonly compactions: number
  /** Epoch seconds at which somebody last asked for a compaction, or one was made. */
  readonly compactAskedAt: number | null
  readonly model: string | null
  /** Ids of the last records, for lines that come twice. */
  readonly seen: readonly string[]
}

export function emptyTranscript(zone: string | null = null): TranscriptState {
  return {
    zone,
    sessionId: null,
    version: null,
    lines: 0,
    records: 0,
    tornLines: 0,
    unknownShapes: [],
    last: null,
    outcomes: [],
    succeededAt: null,
    successes: 0,
    continuedAt: null,
    notice: null,
    nearLimitUntil: null,
    promptIsOurs: false,
    acknowledged: [],
    compactions: 0,
    compactAskedAt: null,
    tokens: noTokens,
    model: null,
    answers: [],
    seen: [],
  }
}
