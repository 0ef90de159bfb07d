import { describe, expect, it } from 'vitest'
import { InputDecoder } from './input-decoder.js'

const decode = (...chunks: string[]) => {
  const decoder = new InputDecoder()
  return chunks.flatMap((chunk) => decoder.decode(chunk))
}

describe('what a terminal sends', () => {
  it('is text and keys', () => {
    expect(decode('hi\r', '\x7f\x03\x1b[A\x1bOB')).toEqual([
      { kind: 'text', text: 'hi' },
      ...['enter', 'backspace', 'interrupt', 'up', 'down'].map((key) => ({ kind: 'key', key })),
    ])
  })

  it('is a paste between brackets, however it is cut into pieces, with the line ends of a text', () => {
    expect(decode('\x1b[200~one\rtwo', '\r\nthree\x1b[201~!\r')).toEqual([
      { kind: 'paste', text: 'one\ntwo\nthree' },
      { kind: 'text', text: '!' },
      { kind: 'key', key: 'enter' },
    ])
  })

  it('W-46: is a paste when it is too long to have been typed, and the Enter in it is a line end', () => {
    expect(decode(`${'x'.repeat(3000)}\r`)).toEqual([{ kind: 'paste', text: `${'x'.repeat(3000)}\n` }])
  })

  it('is an escape that stands alone, but not an answer to a question', () => {
    expect(decode('\x1b')).toEqual([{ kind: 'key', key: 'escape' }])
    expect(decode('\x1b\x1b')).toEqual([
      { kind: 'key', key: 'escape' },
      { kind: 'key', key: 'escape' },
    ])
    expect(decode('\x1b_Gi=31;OK\x1b\\', '\x1b[?62c')).toEqual([
      { kind: 'key', key: 'other' },
      { kind: 'key', key: 'other' },
    ])
  })
})
