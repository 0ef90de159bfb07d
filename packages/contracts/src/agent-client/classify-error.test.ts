import { describe, expect, it } from 'vitest'
import { type ApiFailure, classifyError, errorRules } from './classify-error.js'

const bad = { status: 400, type: 'invalid_request_error', error: 'invalid_request' }
const thinking =
  'API Error: 400 messages.1.content.5: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.'

const examples: readonly (readonly [string, ApiFailure])[] = [
  ['thinking', { ...bad, error: 'unknown', text: thinking }],
  ['thinking', { ...bad, text: 'Invalid `signature` in `thinking` block' }],
  ['thinking', { ...bad, text: 'Invalid data in `redacted_thinking` block' }],
  ['thinking', { ...bad, text: 'messages.1.content.0.thinking.signature: Field required' }],
  ['thinking', { ...bad, text: 'thinking block: invalid signature' }],
  ['tool-history', { ...bad, apiError: 'tool_history_mismatch', text: 'x' }],
  ['tool-history', { ...bad, text: 'API Error: 400 due to tool use concurrency issues.' }],
  [
    'tool-history',
    { ...bad, text: '`tool_use` ids were found without `tool_result` blocks immediately after: toolu_1' },
  ],
  ['too-long', { ...bad, text: 'Prompt is too long' }],
  ['too-long', { text: 'Context limit reached · /compact or /clear to continue' }],
  ['too-long', { text: 'Autocompact is thrashing: the context refills at once' }],
  ['billing', { ...bad, error: 'billing_error', text: 'Credit balance is too low' }],
  ['billing', { ...bad, resendCannotCure: true, text: 'x' }],
  ['limit', { status: 429, error: 'rate_limit', apiError: 'usage_limit_reached', text: 'x' }],
  ['limit', { status: 429, error: 'rate_limit', quotaRejected: true, text: 'x' }],
  ['limit', { text: 'Claude AI usage limit reached|1795398424' }],
  ['authentication', { status: 401, error: 'authentication_failed', text: 'x' }],
  ['authentication', { status: 403, type: 'permission_error', text: 'x' }],
  ['authentication', { text: 'Not logged in · Please run /login' }],
  [
    'throttled',
    { status: 429, error: 'rate_limit', text: 'Server is temporarily limiting requests (not your usage limit)' },
  ],
  ['overloaded', { status: 529, error: 'server_error', type: 'overloaded_error', text: 'x' }],
  ['overloaded', { text: 'Repeated 529 Overloaded errors' }],
  ['connection', { text: 'API Error: Connection dropped (ECONNRESET)' }],
  ['connection', { status: 408, text: 'x' }],
  ['server', { status: 500, type: 'api_error', error: 'server_error', text: 'x' }],
  ['invalid-request', { ...bad, text: 'Could not process image' }],
  ['unknown', { error: 'unknown', text: 'something new' }],
]

describe('errors of the client', () => {
  it.each(examples)('are %s: %j', (expected, failure) => {
    expect(classifyError(failure)).toBe(expected)
  })

  it('W-29: the special case comes before the general one that would take it, too', () => {
    const hidden = (rules: typeof errorRules) =>
      examples.filter(([expected, failure]) => {
        const first = rules.find(({ agrees }) => agrees(failure))
        return first !== undefined && first.class !== expected
      })
    expect(hidden(errorRules)).toEqual([])
    // The same rules in the other order lose most of the specific cures: the order is what this test holds.
    expect(hidden([...errorRules].reverse()).length).toBeGreaterThan(8)
  })

  it.each([529, 401, 500])('a quoted fingerprint in an error of status %d is no broken conversation', (status) => {
    expect(classifyError({ status, text: thinking })).not.toBe('thinking')
  })

  it('does not believe the client’s own word for a broken conversation', () => {
    expect(classifyError({ ...bad, error: 'unknown', text: thinking })).toBe('thinking')
    expect(classifyError({ ...bad, error: 'unknown', text: 'thinking is expensive' })).toBe('invalid-request')
  })
})
