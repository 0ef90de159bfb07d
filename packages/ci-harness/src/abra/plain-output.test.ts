import { describe, expect, it } from 'vitest'
import { plainOutput, readMessages, whyItFailed } from './plain-output.js'

describe('what abra prints', () => {
  it.each([
    ['colours', '\u001b[1;31mFATA\u001b[0m no', 'FATA no'],
    ['cursor moves', 'a\u001b[2K\u001b[1Gb', 'ab'],
    ['window titles', '\u001b]0;abra\u0007done', 'done'],
    ['line ends of a terminal', 'one\r\r\ntwo\r\n', 'one\ntwo\n'],
  ])('is read without %s', (_, raw, plain) => {
    expect(plainOutput(raw)).toBe(plain)
  })

  it('tells its levels apart, as either of its loggers writes them', () => {
    const text = 'INFO[0000] asked\nWARN <app/new.go:12> careful\nsome text\nFATA no such app'

    expect(readMessages(text)).toEqual([
      { level: 'INFO', text: 'asked' },
      { level: 'WARN', text: 'careful' },
      { level: 'FATA', text: 'no such app' },
    ])
  })

  it.each([
    ['its fatal lines', 'INFO a\nFATA[0001] one\nFATA two', 'one; two'],
    ['else the last thing it said', 'Error: unknown flag\n\n', 'Error: unknown flag'],
    ['else its exit code', '\n', 'it ended with exit code 2 and said nothing'],
  ])('says why it failed: %s', (_, text, why) => {
    expect(whyItFailed({ exitCode: 2, text })).toBe(why)
  })
})
