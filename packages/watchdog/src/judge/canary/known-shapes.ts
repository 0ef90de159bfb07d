import type { RecordingKind } from '../judgement.js'

/** What one kind of record is known to have: its keys, and its words as `field=word`; without keys only that it is. */
interface KnownGroup {
  readonly keys?: string
  readonly words?: readonly string[]
}

type KnownGroups = Readonly<Record<string, KnownGroup>>

const message =
  'message message.content message.context_management message.container message.diagnostics message.id message.model message.role message.stop_details message.stop_reason message.stop_sequence message.type message.usage'
const messageWords = ['type=message', 'stop_reason=end_turn', 'stop_reason=stop_sequence', 'stop_reason=tool_use']
const apiErrors = [
  'rate_limit',
  'unknown',
  'invalid_request',
  'server_error',
  'billing_error',
  'authentication_failed',
  'oauth_org_not_allowed',
]
const errorWords = apiErrors.map((word) => `error=${word}`)
const apiErrorTypes = [
  'invalid_request_error',
  'overloaded_error',
  'rate_limit_error',
  'authentication_error',
  'permission_error',
  'billing_error',
  'api_error',
]
const quotaWords = [
  'status=rejected',
  'status=allowed',
  'status=allowed_warning',
  'rateLimitType=five_hour',
  'rateLimitType=seven_day',
]
const quotaKeys = (name: string) =>
  [
    '',
    'status',
    'resetsAt',
    'rateLimitType',
    'overageStatus',
    'overageDisabledReason',
    'isUsingOverage',
    'unifiedRateLimitFallbackAvailable',
    'unifiedWindows',
  ]
    .map((key) => (key === '' ? name : `${name}.${key}`))
    .join(' ')

const line =
  'parentUuid isSidechain type uuid timestamp userType entrypoint cwd sessionId session_id version gitBranch isMeta'
const lineWords = ['entrypoint=cli', 'entrypoint=sdk-cli']
const seen = {}
const transcript: KnownGroups = {
  assistant: {
    keys: `${line} ${message} requestId requestRef requestedModel promptCacheRequested error apiError apiErrorParams apiErrorStatus apiErrorType isApiErrorMessage resendCannotCure ${quotaKeys('quotaLimits')} perTurnEffort effort failedResponseHadNoToolCall madeBy apiBlockIndex thinkingDurationMs thinkingDisplay toolInputStreamMs`,
    words: [
      ...lineWords,
      ...messageWords,
      ...errorWords,
      ...quotaWords,
      ...apiErrorTypes.map((word) => `apiErrorType=${word}`),
      'apiError=usage_limit_reached',
      'apiError=tool_history_mismatch',
    ],
  },
  user: {
    keys: `${line} ${message} promptId permissionMode origin origin.kind promptSource queueSkipSlashCommands turnOrigin turnPosition queuePriority toolUseResult isCompactSummary`,
    words: [...lineWords, 'kind=human', 'kind=auto-continuation'],
  },
  system: {
    keys: `${line} subtype content level`,
    words: [...lineWords, 'subtype=informational', 'subtype=compact_boundary', 'subtype=api_error', 'level=notice'],
  },
  attachment: seen,
  'queue-operation': seen,
  'permission-mode': seen,
  mode: seen,
  'last-prompt': seen,
  'cost-state': seen,
  'file-history-snapshot': seen,
  'tools-used': seen,
  'atis-latch': seen,
  summary: seen,
}

const event = 'session_id transcript_path cwd prompt_id permission_mode effort hook_event_name'
const hooks: KnownGroups = {
  SessionStart: seen,
  SessionEnd: seen,
  UserPromptSubmit: seen,
  PreToolUse: seen,
  PostToolUse: seen,
  SubagentStop: seen,
  PreCompact: seen,
  PostCompact: seen,
  PermissionRequest: { keys: `${event} tool_name tool_input permission_suggestions` },
  Notification: {
    keys: `${event} message notification_type`,
    words: [
      'permission_prompt',
      'idle_prompt',
      'agent_needs_input',
      'quota_auto_resume_fired',
      'quota_auto_resume_stale',
      'quota_auto_resume_disabled',
    ].map((word) => `notification_type=${word}`),
  },
  Stop: {
    keys: `${event} stop_hook_active last_assistant_message background_tasks background_tasks.id background_tasks.type background_tasks.status background_tasks.command session_crons`,
  },
  StopFailure: { keys: `${event} error last_assistant_message`, words: errorWords },
}

const registry: KnownGroups = {
  '': {
    keys: 'pid sessionId cwd startedAt procStart version peerProtocol peerFeatures kind entrypoint pidDomain asksForConvertedSkills messagingSocketPath name nameSource nameSince status waitingFor updatedAt statusUpdatedAt',
    words: [
      ...lineWords,
      'kind=interactive',
      'status=idle',
      'status=busy',
      'status=waiting',
      'status=shell',
      'waitingFor=permission prompt',
      'waitingFor=dialog open',
      'waitingFor=input needed',
    ],
  },
}

const context = [
  'total_input_tokens',
  'total_output_tokens',
  'context_window_size',
  'current_usage',
  'used_percentage',
  'remaining_percentage',
]
const statusline: KnownGroups = {
  '': {
    keys: `session_id transcript_path cwd prompt_id effort model workspace version output_style cost context_window ${context.map((key) => `context_window.${key}`).join(' ')} exceeds_200k_tokens prompt_cache fast_mode thinking rate_limits rate_limits.five_hour rate_limits.seven_day`,
  },
}

const said = 'type uuid session_id'
const stream: KnownGroups = {
  system: seen,
  user: seen,
  rate_limit_event: { keys: `${said} ${quotaKeys('rate_limit_info')}`, words: quotaWords },
  assistant: {
    keys: `${said} ${message} parent_tool_use_id timestamp error request_id is_api_error_message api_error_status api_error api_error_params api_error_type`,
    words: [...messageWords, ...errorWords, 'api_error=usage_limit_reached', 'api_error=tool_history_mismatch'],
  },
  result: {
    keys: `${said} subtype is_error result num_turns duration_ms duration_api_ms stop_reason total_cost_usd usage modelUsage permission_denials terminal_reason api_error_status api_error_type api_error fast_mode_state fast_mode_disabled_reason subagent_stats safety_stops queued_turn_count result_index model_usage_since_last_result`,
    words: [...messageWords, 'subtype=success', 'terminal_reason=api_error', 'api_error=usage_limit_reached'],
  },
}

const pane: KnownGroups = {
  screen: {
    words: [
      ...['⏵⏵ bypass permissions on', '⏵⏵ accept edits on', '⏵⏵ auto mode on', '⏸ plan mode on'].flatMap((mode) => [
        mode,
        `${mode} (shift+tab to cycle)`,
      ]),
      '? for shortcuts',
      'esc to interrupt',
      '← for agents',
    ],
  },
}

/** The shapes of the newest client whose records and screens were measured. */
export const knownShapes: Readonly<Record<Exclude<RecordingKind, 'unknown'>, KnownGroups>> = {
  transcript,
  hooks,
  registry,
  statusline,
  'stream-json': stream,
  pane,
}
