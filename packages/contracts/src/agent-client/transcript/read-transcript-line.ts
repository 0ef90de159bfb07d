import { addOutcome } from './add-outcome.js'
import { madeUp } from './answer-of.js'
import { countTokens } from './count-tokens.js'
import { keepNewest } from './keep-newest.js'
import { outcomeOf, readFailure } from './read-failure.js'
import { readNotice } from './read-notice.js'
import { readUserRecord } from './read-user-record.js'
import { hasBlock, parseTranscriptLine, type TranscriptRecord } from './transcript-record.js'
import type { TranscriptState } from './transcript-state.js'
import { withLast } from './with-last.js'

const rememberedRecords = 256
const rememberedShapes = 32

/** Types that tell nothing about turns. */
const idleTypes = new Set(
  'attachment queue-operation permission-mode mode last-prompt cost-state file-history-snapshot tools-used atis-latch summary'.split(
    ' ',
  ),
)

/**
 * Adds one line to what a transcript has said. Only the main thread speaks of turns; tokens of subagents count, too. A
 * line that comes twice counts once, one that comes late is put in its place, one that is torn is counted.
 */
export function readTranscriptLine(before: TranscriptState, line: string): TranscriptState {
  if (line.trim() === '') return { ...before, lines: before.lines + 1 }
  const record = parseTranscriptLine(line)
  const state = { ...before, lines: before.lines + 1 }
  if (record === undefined) return { ...state, tornLines: state.tornLines + 1 }
  const { uuid } = record
  if (uuid !== undefined && state.seen.includes(uuid)) return state
  const noted: TranscriptState = {
    ...state,
    records: state.records + 1,
    sessionId: record.sessionId ?? state.sessionId,
    version: record.version ?? state.version,
    seen: uuid === undefined ? state.seen : keepNewest([...state.seen, uuid], rememberedRecords),
  }
  return readRecord(countTokens(noted, record), record)
}

function readRecord(state: TranscriptState, record: TranscriptRecord): TranscriptState {
  if (record.isSidechain === true) return state
  const at = timeOf(state, record)
  const aged = state.nearLimitUntil !== null && at > state.nearLimitUntil ? { ...state, nearLimitUntil: null } : state
  if (record.type === 'assistant') return readAnswer(aged, record, at)
  if (record.type === 'user') return readUserRecord(aged, record, at)
  if (record.type === 'system') return readNotice(aged, record, at)
  if (idleTypes.has(record.type) || record.type.startsWith('api-request')) return aged
  return withUnknown(aged, `record type "${record.type}"`)
}

function readAnswer(state: TranscriptState, record: TranscriptRecord, at: number): TranscriptState {
  if (record.isApiErrorMessage === true) return readFailure(state, record, at)
  // Such as "No response requested.": neither a success nor an error.
  if (record.message?.model === madeUp) return state
  const { stop_reason: reason } = record.message ?? {}
  const goesOn = reason === 'tool_use' || hasBlock(record, 'tool_use')
  return {
    ...withLast(state, record, { kind: goesOn ? 'tool' : 'answer', at }),
    model: record.message?.model ?? state.model,
    succeededAt: Math.max(state.succeededAt ?? 0, at),
    outcomes: addOutcome(state.outcomes, outcomeOf(state, record, { at, class: 'success', limit: null })),
  }
}

function withUnknown(state: TranscriptState, shape: string): TranscriptState {
  if (state.unknownShapes.includes(shape)) return state
  return { ...state, unknownShapes: keepNewest([...state.unknownShapes, shape], rememberedShapes) }
}

/** Epoch seconds; a record without a time is as old as the last one. */
function timeOf({ last }: TranscriptState, { timestamp }: TranscriptRecord): number {
  const at = Date.parse(timestamp ?? '') / 1000
  return Number.isFinite(at) ? at : (last?.at ?? 0)
}
