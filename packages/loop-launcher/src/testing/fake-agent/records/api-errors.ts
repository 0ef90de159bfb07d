/** An answer of the API that ends a turn: what the record says of it, and how the screen shows it. */
export interface ApiError {
  readonly status: number | undefined
  readonly type: string | undefined
  /** The class that the client gives it, also for StopFailure. */
  readonly error: string
  readonly apiError?: string
  readonly text: string
  /** On the screen, where that differs from the record. */
  readonly shown?: string
  readonly mark: '●' | '⎿'
  readonly hint?: string
  readonly resendCannotCure?: true
}

const resend = 'Resend your message to try again'
const onceFixed = 'Once fixed, resend your message'

const invalid = { status: 400, type: 'invalid_request_error', mark: '●' } as const
const login = { status: 401, type: 'authentication_error', error: 'authentication_failed', mark: '⎿' } as const

const catalogue: Readonly<Record<string, ApiError>> = {
  '400-thinking': {
    ...invalid,
    error: 'unknown',
    text: 'API Error: 400 messages.1.content.5: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.',
  },
  '400-signature': {
    ...invalid,
    error: 'unknown',
    text: 'API Error: 400 messages.3.content.0: Invalid `signature` in `thinking` block',
  },
  '400-toolconc': {
    ...invalid,
    error: 'invalid_request',
    apiError: 'tool_history_mismatch',
    text: 'API Error: 400 due to tool use concurrency issues. Run /rewind to recover the conversation.',
    hint: 'Run /rewind to go back',
  },
  '400-image': { ...invalid, error: 'invalid_request', text: 'API Error: 400 Could not process image' },
  'too-long': { ...invalid, error: 'invalid_request', text: 'Prompt is too long', mark: '⎿' },
  'context-limit': {
    ...invalid,
    error: 'invalid_request',
    text: 'Context limit reached · /compact or /clear to continue',
    mark: '⎿',
  },
  '401': { ...login, text: 'Login expired · Please run /login', hint: onceFixed },
  '403': {
    ...login,
    status: 403,
    type: 'permission_error',
    error: 'oauth_org_not_allowed',
    text: 'API Error: 403 Your organization does not have access. Please run /login',
    hint: onceFixed,
  },
  login: { ...login, status: undefined, type: undefined, text: 'Not logged in · Please run /login', hint: onceFixed },
  credit: {
    ...invalid,
    error: 'billing_error',
    text: 'Credit balance is too low',
    shown: 'Credit balance too low · Add funds: https://billing.example.org',
    mark: '⎿',
    resendCannotCure: true,
  },
  '429': {
    status: 429,
    type: 'rate_limit_error',
    error: 'rate_limit',
    text: 'API Error: Server is temporarily limiting requests (not your usage limit) · Rate limited',
    mark: '●',
    hint: resend,
  },
  '500': {
    status: 500,
    type: 'api_error',
    error: 'server_error',
    text: 'API Error: 500 Internal server error. Try again in a moment.',
    mark: '●',
    hint: resend,
  },
  '529': {
    status: 529,
    type: 'overloaded_error',
    error: 'server_error',
    text: 'API Error: Repeated 529 Overloaded errors. The API is at capacity — this is usually temporary. Try again in a moment. If it persists, check your inference gateway (localhost:8787).',
    mark: '●',
    hint: resend,
  },
  connection: {
    status: undefined,
    type: undefined,
    error: 'server_error',
    text: 'API Error: Connection error. Check your network and try again.',
    mark: '●',
    hint: resend,
  },
}

export const apiErrorNames: readonly string[] = Object.keys(catalogue)

/** The error of this name; a script with another name is refused before. */
export function apiErrorNamed(name: string): ApiError {
  const error = catalogue[name]
  if (error === undefined) throw new RangeError(`no API error is called ${name}`)
  return error
}
