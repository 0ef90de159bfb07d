import { messageIds } from '../find-acknowledgement.js'
import { keepNewest } from './keep-newest.js'
import { hasBlock, messageText, type TranscriptRecord } from './transcript-record.js'
import type { TranscriptState } from './transcript-state.js'
import { withLast } from './with-last.js'

const rememberedIds = 64

/**
 * Prompts, results of tools, and what the client writes in the user's name: only what somebody typed acknowledges a
 * message of ours, and only that and the client's own continuation begin a turn.
 */
export function readUserRecord(state: TranscriptState, record: TranscriptRecord, at: number): TranscriptState {
  if (record.toolUseResult !== undefined || hasBlock(record, 'tool_result')) {
    return withLast(state, record, { kind: 'tool', at })
  }
  const origin = record.origin?.kind
  if (origin === 'auto-continuation') {
    const continued = { ...state, continuedAt: Math.max(state.continuedAt ?? 0, at), promptIsOurs: false }
    return withLast({ ...continued, nearLimitUntil: null }, record, { kind: 'continuation', at })
  }
  if (record.isMeta === true || record.isCompactSummary === true) return state
  const text = messageText(record)
  if (/^\[Request interrupted by user/.test(text)) return withLast(state, record, { kind: 'notice', at })
  if (/<command-name>\/compact</.test(text)) return { ...state, compactAskedAt: at }
  if (/^<(command-|local-command-|bash-)/.test(text)) return state
  if (origin !== undefined && origin !== 'human') return withLast(state, record, { kind: 'prompt', at })
  const ids = messageIds(text)
  const acknowledged = keepNewest([...new Set([...state.acknowledged, ...ids])], rememberedIds)
  return withLast({ ...state, acknowledged, promptIsOurs: ids.length > 0 }, record, { kind: 'prompt', at })
}
