import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleRun, pullRequest } from '../testing/index.js'
import { chooseNext } from './choose-next.js'
import type { QueuedRun } from './queued-run.js'
import { familyOf } from './run-family.js'
import { Turns } from './turns.js'

const run = (seq: number, recipe: string, more: Partial<QueuedRun> = {}): QueuedRun =>
  exampleRun({ seq, recipe, pullRequest: pullRequest(seq), ...more })
const chosen = (queued: QueuedRun[], more: Partial<Parameters<typeof chooseNext>[0]> = {}): number[] =>
  chooseNext({ queued, live: [], capacity: 1, turns: new Turns(), ...more }).map(({ seq }) => seq)

const orders = fc
  .array(
    fc.record({
      recipe: fc.constantFrom('wiki', 'blog', 'chat'),
      pull: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
      priority: fc.constantFrom(0, 0, -10, 5),
    }),
    { maxLength: 25 },
  )
  .map((all) =>
    all.map(({ recipe, pull, priority }, index) =>
      exampleRun({ seq: index + 1, recipe, priority, pullRequest: pull === null ? null : pullRequest(pull) }),
    ),
  )

/** Plays a queue to its end, each run ending before the next choice; gives the runs in the order of their starts. */
function playOut(queued: readonly QueuedRun[], capacity: number, check: (live: readonly QueuedRun[]) => void) {
  const turns = new Turns()
  const started: QueuedRun[] = []
  let waiting = queued
  let live: readonly QueuedRun[] = []
  do {
    const next = chooseNext({ queued: waiting, live, capacity, turns })
    for (const { recipe } of next) turns.take(recipe)
    started.push(...next)
    waiting = waiting.filter((each) => !next.includes(each))
    live = [...live, ...next]
    check(live)
    live = live.slice(1)
  } while (waiting.length > 0 || live.length > 0)
  return started
}

describe('which runs start next', () => {
  it('as many as there is capacity for, oldest first', () => {
    expect(chosen([run(3, 'c'), run(1, 'a'), run(2, 'b')], { capacity: 2 })).toEqual([1, 2])
  })

  it('none while all slots are taken, also by more than there are by now', () => {
    expect(chosen([run(3, 'c')], { capacity: 1, live: [run(1, 'a'), run(2, 'b')] })).toEqual([])
  })

  it('none of a recipe and pull request that has one; another pull request of the recipe goes on', () => {
    const same = run(2, 'wiki', { pullRequest: pullRequest(1) })
    const other = run(3, 'wiki', { pullRequest: pullRequest(2) })
    const live = [run(1, 'wiki', { pullRequest: pullRequest(1) })]
    expect(chosen([same, other], { capacity: 3, live })).toEqual([3])
  })

  it('a pull request of the same number in another repository is another one', () => {
    const elsewhere = { ...pullRequest(1), repository: 'fork/wiki' }
    const live = [run(1, 'wiki', { pullRequest: pullRequest(1) })]
    expect(chosen([run(2, 'wiki', { pullRequest: elsewhere })], { capacity: 2, live })).toEqual([2])
  })

  it('those of a higher priority first, and sweeps last', () => {
    const sweep = run(1, 'a', { priority: -10, pullRequest: null })
    const urgent = run(3, 'c', { priority: 5 })
    expect(chosen([sweep, run(2, 'b'), urgent], { capacity: 3 })).toEqual([3, 2, 1])
  })

  it('the recipe whose last turn is longest ago, however many of another were there before', () => {
    const queued = [run(1, 'a'), run(2, 'a'), run(3, 'a'), run(4, 'b')]
    const turns = new Turns()
    turns.take('a')
    expect(chosen(queued, { capacity: 3, turns })).toEqual([4, 1, 2])
  })

  it('never more than there is capacity for, never two of one recipe and pull request, and each in the end', () => {
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 4 }), (queued, capacity) => {
        const started = playOut(queued, capacity, (live) => {
          expect(live.length).toBeLessThanOrEqual(capacity)
          expect(new Set(live.map(familyOf)).size).toBe(live.length)
        })
        expect(started.map(({ seq }) => seq).sort((one, other) => one - other)).toEqual(queued.map(({ seq }) => seq))
      }),
    )
  })

  it('no recipe waits for more than one turn of each other recipe of its priority', () => {
    fc.assert(
      fc.property(orders, (queued) => {
        const equal = queued.map((each, index) => ({ ...each, priority: 0, pullRequest: pullRequest(index) }))
        const recipes = playOut(equal, 1, () => undefined).map(({ recipe }) => recipe)
        for (const [index, recipe] of recipes.entries()) {
          const before = recipes.slice(0, index)
          const between = before.slice(before.lastIndexOf(recipe) + 1)
          expect(new Set(between).size).toBe(between.length)
        }
      }),
    )
  })
})
