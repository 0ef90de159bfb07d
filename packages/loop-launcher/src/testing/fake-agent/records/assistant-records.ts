import { randomUUID } from 'node:crypto'
import type { ApiError } from './api-errors.js'
import { rateLimitInfo, type UsageLimit } from './limit.js'
import { answerUsage, noUsage } from './usage.js'

/** A record without the fields that the transcript adds to all of them. */
export interface RecordBody {
  readonly type: string
  readonly [field: string]: unknown
}

export type ContentBlock =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object }

/** The lines of one answer: one for each block, all with its `message.id` and its whole usage. */
export function answerRecords(
  model: string,
  blocks: readonly ContentBlock[],
  stopReason: 'tool_use' | 'end_turn',
): readonly RecordBody[] {
  const id = `msg_${randomUUID().replaceAll('-', '').slice(0, 24)}`
  const requestRef = randomUUID()
  return blocks.map((block, index) => ({
    message: {
      id,
      type: 'message',
      role: 'assistant',
      model,
      content: [block],
      stop_reason: stopReason,
      stop_sequence: null,
      usage: answerUsage(),
      stop_details: null,
    },
    ...perBlock(block),
    apiBlockIndex: index,
    requestId: `req_${id.slice(4, 16)}`,
    requestRef,
    requestedModel: model,
    promptCacheRequested: '5m',
    type: 'assistant',
    effort: 'medium',
    perTurnEffort: 'medium',
    madeBy: 'model',
  }))
}

function perBlock({ type }: ContentBlock): object {
  if (type === 'thinking') return { thinkingDurationMs: 1, thinkingDisplay: 'updates' }
  return type === 'tool_use' ? { toolInputStreamMs: 1 } : {}
}

/** The message that the client makes up itself to show an error. */
function syntheticMessage(text: string) {
  return {
    diagnostics: null,
    id: randomUUID(),
    container: null,
    model: '<synthetic>',
    role: 'assistant',
    stop_details: null,
    stop_reason: 'stop_sequence',
    stop_sequence: '',
    type: 'message',
    usage: noUsage(),
    content: [{ type: 'text', text }],
    context_management: null,
  }
}

/** The line that ends a turn with an API error. */
export function errorRecord(error: ApiError, limit?: UsageLimit): RecordBody {
  return {
    type: 'assistant',
    message: syntheticMessage(error.text),
    requestId: 'req_scripted',
    ...(error.apiError !== undefined && { apiError: error.apiError }),
    ...(limit !== undefined && limitFields(limit)),
    ...(error.resendCannotCure && { resendCannotCure: true }),
    error: error.error,
    isApiErrorMessage: true,
    ...(error.status !== undefined && { apiErrorStatus: error.status }),
    ...(error.type !== undefined && { apiErrorType: error.type }),
    perTurnEffort: 'medium',
    failedResponseHadNoToolCall: true,
    madeBy: 'model',
  }
}

function limitFields(limit: UsageLimit) {
  const { status, resetsAt, ...rest } = rateLimitInfo(limit)
  return {
    apiErrorParams: { rate_limit_info: { status, resetsAt, ...rest } },
    quotaLimits: { status, resetsAt, unifiedRateLimitFallbackAvailable: false, ...rest },
  }
}
