import { classifyError } from '../classify-error.js'
import { readLimitText } from '../limit-text.js'
import { parseResetTime } from '../reset-time.js'
import { addOutcome } from './add-outcome.js'
import { messageText, type TranscriptRecord } from './transcript-record.js'
import type { Outcome, TranscriptState } from './transcript-state.js'
import { withLast } from './with-last.js'

/** An error that ended a turn. The epoch that it names is right; words are read only where there is none. */
export function readFailure(state: TranscriptState, record: TranscriptRecord, at: number): TranscriptState {
  const text = messageText(record)
  const quota = record.quotaLimits ?? record.apiErrorParams?.rate_limit_info
  const found = classifyError({
    text,
    status: record.apiErrorStatus,
    error: record.error,
    apiError: record.apiError,
    type: record.apiErrorType,
    resendCannotCure: record.resendCannotCure,
    quotaRejected: quota !== undefined && (quota.status ?? 'rejected') === 'rejected' && record.apiErrorStatus === 429,
  })
  const worded = readLimitText(text)
  const spelled =
    worded?.resets === undefined ? undefined : parseResetTime(worded.resets, { at, zone: state.zone ?? undefined })
  const limit = {
    kind: quota?.rateLimitType ?? worded?.kind ?? 'unknown',
    until: seconds(quota?.resetsAt) ?? spelled ?? null,
  }
  const outcome = outcomeOf(state, record, { at, class: found, limit: found === 'limit' ? limit : null })
  return { ...withLast(state, record, { kind: 'error', at }), outcomes: addOutcome(state.outcomes, outcome) }
}

export function outcomeOf(
  state: TranscriptState,
  { uuid, parentUuid }: TranscriptRecord,
  { at, class: found, limit }: Pick<Outcome, 'at' | 'class' | 'limit'>,
): Outcome {
  const ours = state.promptIsOurs
  return { uuid: uuid ?? '', parent: parentUuid ?? null, at, class: found, ours, limit, line: state.lines }
}

function seconds(epoch: number | undefined): number | undefined {
  if (epoch === undefined || epoch <= 0) return undefined
  return epoch > 1e11 ? Math.floor(epoch / 1000) : epoch
}
