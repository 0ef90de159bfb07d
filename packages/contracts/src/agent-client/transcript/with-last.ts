import type { TranscriptRecord } from './transcript-record.js'
import type { RecordKind, TranscriptState } from './transcript-state.js'

/** A record that is older than the last one says nothing about now. */
export function withLast(
  state: TranscriptState,
  { uuid = '' }: TranscriptRecord,
  { kind, at }: { readonly kind: RecordKind; readonly at: number },
): TranscriptState {
  if (state.last !== null && at < state.last.at) return state
  return { ...state, last: { uuid, at, kind, line: state.lines } }
}
