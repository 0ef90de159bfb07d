import { describe, expect, it } from 'vitest'
import { readStreamReport } from './read-stream-report.js'

describe('W-21, W-23: the stream of a headless client', () => {
  const user = '{"type":"user","isReplay":true}'
  it.each([
    ['idle before its first message', [], 'idle', undefined],
    ['busy after a message', [user], 'busy', undefined],
    ['idle after a result', [user, '{"type":"result","is_error":false}'], 'idle', undefined],
    [
      'failed where the result says success and is_error',
      [
        user,
        '{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"terminal_reason":"api_error"}',
      ],
      'idle',
      'its last turn failed: api_error, status 429',
    ],
    [
      'not disturbed by torn lines and unknown types',
      ['{"type":"res', '{"type":"rate_limit_event"}', user],
      'busy',
      undefined,
    ],
  ])('is %s', (_, lines, turn, failure) => {
    expect(readStreamReport(lines)).toEqual({ turn, detail: failure, since: undefined })
  })
})
