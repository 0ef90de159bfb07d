import { describe, expect, it } from 'vitest'
import { readUsage, tokensPerModel } from './read-usage.js'
import { addTokens, totalTokens } from './token-count.js'

interface Line {
  readonly id?: string
  readonly at?: string
  readonly output?: number
  readonly model?: string
  readonly sidechain?: boolean
}

const line = ({ id = 'm1', at = '2026-11-23T00:00:10Z', output = 1, model = 'large', sidechain = false }: Line = {}) =>
  JSON.stringify({
    type: 'assistant',
    isSidechain: sidechain,
    timestamp: at,
    message: {
      id,
      model,
      usage: { input_tokens: 10, output_tokens: output, cache_read_input_tokens: 100, cache_creation_input_tokens: 20 },
    },
  })

describe('usage of a transcript', () => {
  it('counts an answer of several lines once, as its last line says', () => {
    const { responses } = readUsage([[line({ output: 1 }), line({ output: 7 })].join('\n')])

    expect(responses.map(({ tokens }) => tokens)).toEqual([{ input: 10, output: 7, cacheRead: 100, cacheWrite: 20 }])
  })

  it('counts an answer once even when two files hold it, as a transcript that was resumed elsewhere does', () => {
    expect(readUsage([line(), line()]).responses).toHaveLength(1)
  })

  it('counts agents that the agent started, too, and sums by model', () => {
    const text = [line(), line({ id: 'm2', model: 'small', sidechain: true, output: 5 }), line({ id: 'm3' })].join('\n')

    expect(tokensPerModel(readUsage([text]).responses)).toEqual([
      { model: 'large', responses: 2, tokens: { input: 20, output: 2, cacheRead: 200, cacheWrite: 40 } },
      { model: 'small', responses: 1, tokens: { input: 10, output: 5, cacheRead: 100, cacheWrite: 20 } },
    ])
  })

  it('skips what it cannot read, counts it, and loses nothing beside it', () => {
    const torn = line({ id: 'torn' }).slice(0, 60)
    const long = JSON.stringify({ type: 'user', message: 'x'.repeat(1024 * 1024) })
    const text = [torn, `${'\0'.repeat(40)}`, long, '{"type":"atis-latch"}', '', line(), '7\r'].join('\n')

    expect(readUsage([text])).toMatchObject({
      responses: [{ id: 'm1' }],
      skipped: { unreadable: 3, oversized: 1, other: 1 },
    })
  })

  it('takes an error that the client wrote itself for no answer', () => {
    expect(readUsage([line({ model: '<synthetic>' })])).toMatchObject({ responses: [], skipped: { other: 1 } })
  })

  it('takes a count that is no number for none, and a time that is none for unknown', () => {
    const broken = line({ at: 'yesterday' }).replace('"output_tokens":1', '"output_tokens":"many"')

    expect(readUsage([broken]).responses).toMatchObject([{ at: undefined, tokens: { input: 10, output: 0 } }])
  })

  it('reads lines that end as on Windows', () => {
    expect(readUsage([`${line()}\r\n${line({ id: 'm2' })}\r\n`]).responses).toHaveLength(2)
  })
})

it('adds tokens by kind', () => {
  const one = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 }

  expect(addTokens(one, one)).toEqual({ input: 2, output: 4, cacheRead: 6, cacheWrite: 8 })
  expect(totalTokens(one)).toBe(10)
})
