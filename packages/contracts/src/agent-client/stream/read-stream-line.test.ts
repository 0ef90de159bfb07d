import { describe, expect, it } from 'vitest'
import { emptyStream, readStreamLine } from './read-stream-line.js'

const fold = (...messages: readonly object[]) =>
  messages.map((each) => JSON.stringify(each)).reduce(readStreamLine, emptyStream)
const user = { type: 'user', isReplay: true }
const rejected = { status: 'rejected', resetsAt: 1_795_399_763, rateLimitType: 'five_hour' }
const result = (fields: object) => ({ type: 'result', subtype: 'success', is_error: false, ...fields })

describe('what a headless client prints', () => {
  it('W-23: a result that says success and is_error is a failure', () => {
    const failed = result({ is_error: true, api_error_status: 529, api_error_type: 'overloaded_error', result: 'x' })
    expect(fold(user, failed, user, failed)).toMatchObject({ turn: 'idle', error: { class: 'overloaded', streak: 2 } })
  })

  it('W-21: a result ends the turn, and a message begins the next', () => {
    expect(fold(user, result({}))).toMatchObject({ turn: 'idle', error: null })
    expect(fold(user, result({}), user)).toMatchObject({ turn: 'busy' })
  })

  it('W-64: only a quota that refused is a limit', () => {
    const failed = result({ is_error: true, api_error_status: 429 })
    expect(fold(user, failed)).toMatchObject({ limit: null, error: { class: 'throttled' } })
    expect(fold({ type: 'rate_limit_event', rate_limit_info: rejected }, user, failed)).toMatchObject({
      limit: { kind: 'five_hour', until: 1_795_399_763 },
      error: { class: 'limit' },
    })
    expect(
      fold({ type: 'rate_limit_event', rate_limit_info: { ...rejected, status: 'allowed_warning' } }),
    ).toMatchObject({ limit: null })
  })

  it('is over its limit after a success', () => {
    expect(fold({ type: 'rate_limit_event', rate_limit_info: rejected }, user, result({}))).toMatchObject({
      limit: null,
    })
  })

  it('classifies by what the client wrote in place of the answer', () => {
    const content = [{ type: 'text', text: '`thinking` blocks cannot be modified' }]
    const instead = { type: 'assistant', is_api_error_message: true, api_error_status: 400, message: { content } }
    expect(fold(user, instead, result({ is_error: true, api_error_status: 400 }))).toMatchObject({
      error: { class: 'thinking' },
    })
  })
})
