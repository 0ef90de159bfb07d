import { noTokens, sumTokens, totalTokens } from '@cc-ci/contracts/agent-client'
import { describe, expect, it } from 'vitest'
import { readGates } from './read-gates.js'
import { tokensPerItem } from './tokens-per-item.js'

const at = (time: string): number => Date.parse(time) / 1000

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
