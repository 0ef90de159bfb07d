import { z } from 'zod'
import { classifyError } from '../classify-error.js'
import type { ErrorClass } from '../error-class.js'
import { countTokens, type TokenTally } from '../transcript/count-tokens.js'
import { keepNewest } from '../transcript/keep-newest.js'
import { messageSchema, messageText, quotaSchema } from '../transcript/transcript-record.js'
import { noTokens } from '../usage/token-count.js'

const text = z.string().optional().catch(undefined)
const flag = z.boolean().optional().catch(undefined)
const status = z.number().nullish().catch(undefined)
const schema = z.object({
  type: z.string(),
  subtype: text,
  uuid: text,
  parent_tool_use_id: z.string().nullish().catch(undefined),
  message: messageSchema,
  is_error: flag,
  is_api_error_message: flag,
  api_error_status: status,
  api_error: text,
  api_error_type: text,
  error: text,
  terminal_reason: text,
  result: text,
  rate_limit_info: quotaSchema,
  api_error_params: z.object({ rate_limit_info: quotaSchema }).optional().catch(undefined),
})

type StreamRecord = z.infer<typeof schema>

/** What a headless client printed since its start; plain JSON. */
export interface StreamFacts extends TokenTally {
  readonly lines: number
  readonly tornLines: number
  readonly turn: 'idle' | 'busy'
  /** How the last turn failed; `reason` and `status` are the client's own, where it named them. */
  readonly error: {
    readonly class: ErrorClass
    readonly streak: number
    readonly line: number
    readonly reason: string | null
    readonly status: number | null
  } | null
  readonly limit: { readonly kind: string; readonly until: number | null; readonly line: number } | null
  /** Line of the last result. */
  readonly result: number | null
  readonly unknownShapes: readonly string[]
  /** Of the running turn: what the client wrote in place of an answer. */
  readonly failure: StreamRecord | null
}

export const emptyStream: StreamFacts = {
  lines: 0,
  tornLines: 0,
  turn: 'idle',
  error: null,
  limit: null,
  tokens: noTokens,
  successes: 0,
  answers: [],
  result: null,
  unknownShapes: [],
  failure: null,
}

const idleTypes = new Set('system stream_event tool_progress control_request control_response keep_alive'.split(' '))

/** Adds one line. A `result` ends a turn; only its `is_error` tells whether it failed, its subtype says success then, too. */
export function readStreamLine(before: StreamFacts, line: string): StreamFacts {
  const state = { ...before, lines: before.lines + 1 }
  if (line.trim() === '') return state
  const record = parse(line)
  if (record === undefined) return { ...state, tornLines: state.tornLines + 1 }
  if (record.type === 'rate_limit_event') return withLimit(state, record.rate_limit_info)
  if (record.type === 'result') return readResult(state, record)
  if (record.type === 'user') return { ...state, turn: 'busy' }
  if (record.type === 'assistant') {
    const isSidechain = record.parent_tool_use_id != null
    const failed = record.is_api_error_message === true && !isSidechain
    const counted = countTokens(state, { ...record, isSidechain })
    const next: StreamFacts = { ...counted, turn: 'busy', failure: failed ? record : state.failure }
    return failed ? withLimit(next, record.api_error_params?.rate_limit_info) : next
  }
  if (idleTypes.has(record.type)) return state
  const shapes = [...new Set([...state.unknownShapes, `stream message "${record.type}"`])]
  return { ...state, unknownShapes: keepNewest(shapes, 32) }
}

function readResult(state: StreamFacts, record: StreamRecord): StreamFacts {
  const over = { ...state, turn: 'idle' as const, result: state.lines, failure: null }
  if (record.is_error !== true) return { ...over, error: null, limit: null }
  const found = classOf(state.failure ?? record, state)
  const streak = state.error?.class === found ? state.error.streak + 1 : 1
  const limit = found === 'limit' ? (state.limit ?? { kind: 'unknown', until: null, line: state.lines }) : null
  const { terminal_reason: reason = null, api_error_status: status } = record
  return { ...over, error: { class: found, streak, line: state.lines, reason, status: status ?? null }, limit }
}

function classOf(record: StreamRecord, { limit }: StreamFacts): ErrorClass {
  const said = messageText(record)
  return classifyError({
    text: said === '' ? (record.result ?? '') : said,
    status: record.api_error_status ?? undefined,
    error: record.error,
    apiError: record.api_error,
    type: record.api_error_type,
    quotaRejected: record.api_error_status === 429 && limit !== null,
  })
}

function withLimit(state: StreamFacts, info: StreamRecord['rate_limit_info']): StreamFacts {
  if (info === undefined || info.status !== 'rejected') return state
  return { ...state, limit: { kind: info.rateLimitType ?? 'unknown', until: info.resetsAt ?? null, line: state.lines } }
}

function parse(line: string): StreamRecord | undefined {
  try {
    return schema.safeParse(JSON.parse(line.replace(/^\0+/, ''))).data
  } catch {
    return undefined
  }
}
