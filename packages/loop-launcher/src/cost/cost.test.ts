import { describe, expect, it } from 'vitest'
import { readGates } from './read-gates.js'
import { readStatusline } from './read-statusline.js'
import { readUsage, tokensPerModel } from './read-usage.js'
import { addTokens, noTokens, sumTokens, totalTokens } from './token-count.js'
import { tokensPerItem } from './tokens-per-item.js'

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

const at = (time: string): number => Date.parse(time) / 1000

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
      skipped: { unreadable: 2, oversized: 1, other: 2 },
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

describe('gates', () => {
  const commit = (subject: string, time = '2026-11-23T00:00:00Z') => ({ hash: 'a'.repeat(40), at: at(time), subject })

  it.each([
    'the gate is CLAIMED',
    'see claim(1/D1): it holds',
    'Claim(1/D1): x',
    'claim(1): no item',
    'claimed(1/D1): x',
    'review of [C6 D0]',
  ])('C-02: prose that says %j hands over nothing', (subject) => {
    expect(readGates([commit(subject)])).toEqual([])
  })

  it('are the oldest first, whatever order git tells them in', () => {
    const found = readGates([
      commit('review(1/D1): PASS', '2026-11-23T02:00:00Z'),
      commit('claim(1/D1): it holds', '2026-11-23T01:00:00Z'),
    ])

    expect(found).toMatchObject([
      { kind: 'claim', phase: '1', item: 'D1' },
      { kind: 'review', phase: '1', item: 'D1' },
    ])
  })
})

describe('tokens per item', () => {
  const gates = readGates([
    { hash: '1', at: 100, subject: 'claim(1/D1): x' },
    { hash: '2', at: 200, subject: 'review(1/D1): PASS' },
    { hash: '3', at: 300, subject: 'claim(1/D2): y' },
  ])
  const answer = (seconds: number | undefined, output: number) => ({
    id: `${seconds}`,
    model: 'large',
    at: seconds,
    sidechain: false,
    tokens: { ...noTokens, output },
  })

  it('go to the first hand-over after them; what comes after the last is still open', () => {
    const costs = tokensPerItem(
      [answer(50, 1), answer(100, 2), answer(101, 4), answer(250, 8), answer(301, 16), answer(undefined, 32)],
      gates,
    )

    expect(costs).toMatchObject({
      items: [
        { item: 'D1', claiming: { output: 3 }, reviewing: { output: 4 } },
        { item: 'D2', claiming: { output: 8 }, reviewing: { output: 0 } },
      ],
      open: { output: 16 },
      untimed: { output: 32 },
    })
  })

  it('lose none of them', () => {
    const answers = Array.from({ length: 400 }, (_, index) => answer(index, index))
    const { items, open, untimed } = tokensPerItem(answers, gates)
    const parts = [...items.flatMap(({ claiming, reviewing }) => [claiming, reviewing]), open, untimed]

    expect(totalTokens(sumTokens(parts))).toBe(totalTokens(sumTokens(answers.map(({ tokens }) => tokens))))
  })

  it('are all open before the first hand-over', () => {
    expect(tokensPerItem([answer(1, 3)], [])).toMatchObject({ items: [], open: { output: 3 } })
  })
})

it('adds tokens by kind', () => {
  const one = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 }

  expect(addTokens(one, one)).toEqual({ input: 2, output: 4, cacheRead: 6, cacheWrite: 8 })
  expect(totalTokens(one)).toBe(10)
})

describe('status line', () => {
  const text = JSON.stringify({
    session_id: 's',
    model: { id: 'large' },
    context_window: { used_percentage: 41 },
    rate_limits: { five_hour: { used_percentage: 80, resets_at: 1_795_398_424 }, odd: 7 },
  })

  it('tells context and limits, and leaves out a limit of a shape it does not know', () => {
    expect(readStatusline(text)).toEqual({
      sessionId: 's',
      model: 'large',
      contextPercent: 41,
      limits: [{ window: 'five_hour', usedPercent: 80, resetsAt: 1_795_398_424 }],
    })
  })

  it('is nothing while it is torn, and knows no limits without a subscription', () => {
    expect(readStatusline(text.slice(0, 30))).toBeUndefined()
    expect(readStatusline('{"session_id":"s"}')).toMatchObject({ contextPercent: undefined, limits: [] })
  })
})
