import { parseResetTime } from '../reset-time.js'
import type { TranscriptRecord } from './transcript-record.js'
import type { TranscriptState } from './transcript-state.js'

const armed = /^Usage limit reached · set to continue automatically(?: at (.+))?$/
const over = /^(Usage limit reset · Continuing\b|Automatic continue cancelled\b)/
const near = /^Approaching your (.+?) (usage )?limit\b/

/** A window of the account's limits is at most this long, in seconds: then nothing that was near is near any more. */
const fiveHours = 18_000
const week = 604_800

/** Remarks of the client itself: about going on after a limit, about a limit that is near, about a compaction. */
export function readNotice(state: TranscriptState, record: TranscriptRecord, at: number): TranscriptState {
  const { subtype, content = '' } = record
  if (subtype === 'compact_boundary') return { ...state, compactions: state.compactions + 1, compactAskedAt: at }
  if (subtype !== 'informational') return state
  const promised = armed.exec(content)
  if (promised !== null) return withPromise(state, record, { at, armed: true, time: promised[1] })
  if (over.test(content)) return withPromise(state, record, { at, armed: false, time: undefined })
  const [, window] = near.exec(content) ?? []
  if (window === undefined) return state
  return { ...state, nearLimitUntil: at + (/5-hour|session/.test(window) ? fiveHours : week) }
}

interface Promised {
  readonly at: number
  readonly armed: boolean
  readonly time: string | undefined
}

function withPromise(state: TranscriptState, { uuid = '' }: TranscriptRecord, promised: Promised): TranscriptState {
  const { at, time } = promised
  if (state.notice !== null && state.notice.at > at) return state
  const until = time === undefined ? undefined : parseResetTime(time, { at, zone: state.zone ?? undefined })
  return { ...state, notice: { uuid, at, armed: promised.armed, until: until ?? null, line: state.lines } }
}
