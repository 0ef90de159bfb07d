import type { ErrorClass } from './error-class.js'
import { readLimitText } from './limit-text.js'

/** A turn's end with an error, as the client's typed records give it; never what an answer or a screen says. */
export interface ApiFailure {
  readonly text: string
  readonly status?: number | undefined
  /** `error`: the client's own rough class. */
  readonly error?: string | undefined
  /** `apiError`: its precise one, when it has one. */
  readonly apiError?: string | undefined
  /** `apiErrorType`: the server's. */
  readonly type?: string | undefined
  readonly resendCannotCure?: boolean | undefined
  /** The account's quota refused it, by `quotaLimits` or `rate_limit_info`. */
  readonly quotaRejected?: boolean | undefined
}

interface Rule {
  readonly class: ErrorClass
  readonly agrees: (failure: ApiFailure) => boolean
}

/**
 * From the most specific to the most general: the cure of a special case never hides behind a general one. The
 * fingerprint of thinking blocks is the client's own test, which it uses to strip them and try once more.
 */
export const errorRules: readonly Rule[] = [
  { class: 'thinking', agrees: (failure) => isBadRequest(failure) && hasThinkingFingerprint(failure.text) },
  {
    class: 'tool-history',
    agrees: (failure) =>
      failure.apiError === 'tool_history_mismatch' ||
      (isBadRequest(failure) &&
        /tool use concurrency issues|`?tool_(use|result)`? .*`?tool_(result|use)`?/i.test(failure.text)),
  },
  {
    class: 'too-long',
    agrees: ({ text, apiError }) =>
      /^(prompt_too_long|context_limit|context_window)/.test(apiError ?? '') ||
      /prompt is too long|^context limit reached\b|autocompact is thrashing|exceed context limit/i.test(text),
  },
  {
    class: 'billing',
    agrees: ({ error, type, status, resendCannotCure, text }) =>
      resendCannotCure === true ||
      error === 'billing_error' ||
      type === 'billing_error' ||
      status === 402 ||
      /credit balance (is )?too low/i.test(text),
  },
  {
    class: 'limit',
    agrees: ({ apiError, quotaRejected, status, text }) =>
      apiError === 'usage_limit_reached' ||
      quotaRejected === true ||
      // Clients up to 2.1.30 write no status and no quota.
      (status === undefined && readLimitText(text) !== undefined),
  },
  {
    class: 'authentication',
    agrees: ({ error, type, status, text }) =>
      /^(authentication_failed|oauth_org_not_allowed)$/.test(error ?? '') ||
      /^(authentication|permission)_error$/.test(type ?? '') ||
      status === 401 ||
      status === 403 ||
      (status === undefined && /please run \/login|^oauth token revoked|^login expired|^invalid api key/i.test(text)),
  },
  {
    class: 'throttled',
    agrees: ({ error, type, status }) => status === 429 || error === 'rate_limit' || type === 'rate_limit_error',
  },
  {
    class: 'overloaded',
    agrees: ({ type, status, text }) =>
      status === 529 || type === 'overloaded_error' || (status === undefined && /repeated 529|overloaded/i.test(text)),
  },
  {
    class: 'connection',
    agrees: ({ status, error, text }) =>
      status === 408 ||
      /^(connection|network|timeout)/.test(error ?? '') ||
      (status === undefined &&
        /connection (error|dropped|refused)|\bE(CONN|TIMEDOUT|NOTFOUND|PIPE)|fetch failed|timed out|unable to connect/i.test(
          text,
        )),
  },
  {
    class: 'server',
    agrees: ({ error, type, status }) =>
      (status !== undefined && status >= 500) || error === 'server_error' || type === 'api_error',
  },
  {
    class: 'invalid-request',
    agrees: ({ error, type, status }) =>
      (status !== undefined && status >= 400 && status < 500) ||
      error === 'invalid_request' ||
      type === 'invalid_request_error',
  },
]

export function classifyError(failure: ApiFailure): ErrorClass {
  return errorRules.find(({ agrees }) => agrees(failure))?.class ?? 'unknown'
}

function hasThinkingFingerprint(text: string): boolean {
  const words = text.toLowerCase().replaceAll('`', '')
  const has = (part: string) => words.includes(part)
  if (has('signature in thinking block') || has('invalid data in redacted_thinking block')) return true
  if (has('thinking.signature') && has('field required')) return true
  return (has('thinking block') || has('redacted_thinking')) && (has('cannot be modified') || has('invalid signature'))
}

function isBadRequest({ status }: ApiFailure): boolean {
  return status === undefined || status === 400
}
