import { describe, expect, it } from 'vitest'
import { findAcknowledgement } from './find-acknowledgement.js'

describe('acknowledgements', () => {
  const user = (more: object) =>
    JSON.stringify({ type: 'user', uuid: 'u1', message: { content: 'a [cc-ci:7] b' }, ...more })

  it('are found anywhere in a user record, between torn and foreign lines', () => {
    const lines = ['{"type":"user","mess [cc-ci:7]', '', '{"type":"queue-operation","content":"[cc-ci:7]"}', user({})]
    expect(findAcknowledgement(lines, '7')).toEqual({ record: 'u1', records: 1 })
  })

  it.each([
    ['the result of a tool', { toolUseResult: { stdout: '[cc-ci:7]' } }],
    ['a record of a subagent', { isSidechain: true }],
    ['an answer', { type: 'assistant' }],
  ])('are not %s that quotes the mark', (_, more) => {
    expect(findAcknowledgement([user(more)], '7')).toBeUndefined()
  })

  it('count a message that was submitted in pieces', () => {
    expect(findAcknowledgement([user({}), user({ uuid: 'u2' })], '7')).toEqual({ record: 'u1', records: 2 })
  })
})
