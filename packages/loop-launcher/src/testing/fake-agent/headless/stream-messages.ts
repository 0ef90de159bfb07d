import { randomUUID } from 'node:crypto'
import { rateLimitInfo, type UsageLimit } from '../records/limit.js'
import { answerUsage, noTokens } from '../records/usage.js'
import type { AgentSession } from '../session/agent-session.js'
import type { TranscriptRecord } from '../session/transcript.js'
import type { TurnEnd } from '../turn/turn-end.js'

export type StreamMessage = { readonly type: string; readonly [field: string]: unknown }

/** The first line of each conversation. */
export function initMessage({ facts, transcript }: AgentSession): StreamMessage {
  return {
    type: 'system',
    subtype: 'init',
    cwd: facts.cwd,
    session_id: facts.sessionId,
    tools: ['Bash', 'Edit', 'Read', 'Write'],
    mcp_servers: [],
    model: facts.model,
    permissionMode: facts.permissionMode,
    slash_commands: ['clear', 'compact', 'context'],
    terminal_slash_commands: ['doctor'],
    apiKeySource: 'none',
    claude_code_version: facts.version,
    output_style: 'default',
    agents: ['general-purpose'],
    skills: [],
    plugins: [],
    capabilities: ['interrupt_receipt_v1'],
    analytics_disabled: true,
    product_feedback_disabled: true,
    served_by_anthropic: false,
    uuid: randomUUID(),
    memory_paths: { auto: transcript.path.replace(/[^/]*$/, 'memory/') },
    original_cwd: facts.cwd,
    additional_directories: [],
    messaging_socket_path: `/run/cc-socks/${process.pid}.sock`,
    fast_mode_state: 'off',
    fast_mode_disabled_reason: 'sdk_opt_in_required',
    per_turn_effort_active: true,
    ultrathink_available: false,
    ultrathink_typed_raises: false,
    view_mode: 'default',
  }
}

export function rateLimitMessage(limit: UsageLimit, sessionId: string): StreamMessage {
  const { window, resetsAt } = limit
  return {
    type: 'rate_limit_event',
    rate_limit_info: {
      ...rateLimitInfo(limit),
      unifiedWindows: { [window]: { utilization: 1, resetsAt, status: 'rejected' } },
    },
    uuid: randomUUID(),
    session_id: sessionId,
  }
}

/** Fields of records that the stream spells its own way. */
const spelling = {
  timestamp: 'timestamp',
  error: 'error',
  requestId: 'request_id',
  isApiErrorMessage: 'is_api_error_message',
  apiErrorStatus: 'api_error_status',
  apiError: 'api_error',
  apiErrorParams: 'api_error_params',
  apiErrorType: 'api_error_type',
} as const

/** What the stream says of a record; undefined for those that it does not carry. */
export function recordMessage(record: TranscriptRecord, sessionId: string): StreamMessage | undefined {
  const common = { session_id: sessionId, uuid: record.uuid }
  if (record.subtype === 'api_error') {
    const { retryAttempt: attempt, maxRetries: max_retries, retryInMs: retry_delay_ms } = record
    return { type: 'system', subtype: 'api_retry', attempt, max_retries, retry_delay_ms, ...common }
  }
  const isToolResult = record.type === 'user' && record.toolUseResult !== undefined
  if (record.type !== 'assistant' && !isToolResult) return undefined
  const given = Object.entries(spelling).filter(([name]) => record[name] !== undefined)
  return {
    type: record.type,
    message: record.message,
    parent_tool_use_id: null,
    ...common,
    ...Object.fromEntries(given.map(([name, spelt]) => [spelt, record[name]])),
  }
}

const noSubagents = {
  spawned: 0,
  requested: { background: 0, foreground: 0, unset: 0 },
  started_in_background: 0,
  max_depth: 0,
  spawned_by_subagents: 0,
  completed: 0,
  failed: 0,
  killed: { parent: 0, user: 0, system: 0 },
  refused: { depth_limit: 0, concurrency_limit: 0, budget: 0 },
  by_type: {},
}

export interface ResultFacts {
  readonly durationMs: number
  readonly index: number
  readonly queued: number
}

/** Closes a turn. Its subtype is `success` also when the API failed: `is_error` tells. */
export function resultMessage(session: AgentSession, end: TurnEnd, facts: ResultFacts): StreamMessage {
  const failed = end.kind === 'failed'
  return {
    duration_api_ms: 0,
    stop_reason: failed ? 'stop_sequence' : 'end_turn',
    session_id: session.facts.sessionId,
    total_cost_usd: session.meter.cost,
    usage: failed ? { ...answerUsage(), ...noTokens } : answerUsage(),
    modelUsage: {},
    permission_denials: [],
    terminal_reason: { failed: 'api_error', answered: 'completed', interrupted: 'aborted_streaming' }[end.kind],
    fast_mode_state: 'off',
    fast_mode_disabled_reason: 'sdk_opt_in_required',
    subagent_stats: noSubagents,
    safety_stops: 0,
    is_error: end.kind !== 'answered',
    num_turns: 1,
    subtype: end.kind === 'interrupted' ? 'error_during_execution' : 'success',
    ...(failed && {
      api_error_status: end.error.status ?? null,
      ...(end.error.type !== undefined && { api_error_type: end.error.type }),
      ...(end.error.apiError !== undefined && { api_error: end.error.apiError }),
    }),
    ...(end.kind !== 'interrupted' && { result: end.kind === 'failed' ? end.error.text : end.text }),
    type: 'result',
    duration_ms: Math.round(facts.durationMs),
    uuid: randomUUID(),
    queued_turn_count: facts.queued,
    result_index: facts.index,
    model_usage_since_last_result: {},
  }
}
