import { describe, expect, it } from 'vitest'
import { exampleRun, pullRequest } from '../testing/index.js'
import { type EstimateInput, estimateQueue, medianOf } from './estimate.js'
import type { QueuedRun } from './queued-run.js'
import { Turns } from './turns.js'

const run = (seq: number, recipe: string, more: Partial<QueuedRun> = {}): QueuedRun =>
  exampleRun({ seq, recipe, pullRequest: pullRequest(seq), ...more })
const seconds: Record<string, number> = { wiki: 100, blog: 40 }
function told(input: Partial<EstimateInput>): Record<number, string> {
  const base = {
    queued: [],
    live: [],
    capacity: 1,
    turns: new Turns(),
    durationOf: ({ recipe }: QueuedRun) => seconds[recipe],
  }
  const estimates = [...estimateQueue({ ...base, ...input })]
  return Object.fromEntries(estimates.map(([seq, { place, seconds: after }]) => [seq, `${place}: ${after}`]))
}

describe('place and likely end in the queue', () => {
  it('of the first is how long its recipe takes', () => {
    expect(told({ queued: [run(1, 'wiki')] })).toEqual({ 1: '1: 100' })
  })

  it('adds what runs still needs, and those before it', () => {
    const live = [{ run: run(1, 'wiki'), elapsed: 70 }]
    expect(told({ live, queued: [run(2, 'blog'), run(3, 'wiki')] })).toEqual({ 2: '1: 70', 3: '2: 170' })
  })

  it('expects what takes longer than ever at any moment', () => {
    expect(told({ live: [{ run: run(1, 'blog'), elapsed: 900 }], queued: [run(2, 'wiki')] })).toEqual({ 2: '1: 100' })
  })

  it('shares the slots', () => {
    const queued = [run(1, 'wiki'), run(2, 'blog'), run(3, 'blog')]
    expect(told({ queued, capacity: 2 })).toEqual({ 1: '1: 100', 2: '2: 40', 3: '3: 80' })
  })

  it('lets a run wait for the one before it of the same pull request', () => {
    const queued = [run(2, 'blog', { pullRequest: pullRequest(1) })]
    expect(told({ live: [{ run: run(1, 'blog'), elapsed: 0 }], queued, capacity: 2 })).toEqual({ 2: '1: 80' })
  })

  it('is unknown of a recipe that never ended, which others wait for as for a usual one', () => {
    expect(told({ queued: [run(1, 'new'), run(2, 'wiki')] })).toEqual({ 1: '1: undefined', 2: '2: 200' })
  })

  it('is unknown of all when nothing ever ended', () => {
    expect(told({ queued: [run(1, 'new'), run(2, 'newer')] })).toEqual({ 1: '1: undefined', 2: '2: undefined' })
  })

  it.each([
    [[], undefined],
    [[7], 7],
    [[1, 3600, 2], 2],
    [[4, 1], 1],
  ])('of %j counts the middle', (values, middle) => {
    expect(medianOf(values)).toBe(middle)
  })
})
