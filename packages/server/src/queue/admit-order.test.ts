import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleOrder, exampleRun, pullRequest } from '../testing/index.js'
import { admitOrder } from './admit-order.js'
import type { QueuedRun, RunMode, RunOrder } from './queued-run.js'
import { familyOf } from './run-family.js'

const tiers = (...names: ('install' | 'upgrade' | 'backup')[]): RunMode => ({ kind: 'tiers', tiers: names })
const waits = (of: Partial<QueuedRun> = {}): QueuedRun => exampleRun({ seq: 1, ...of })
const runs = (of: Partial<QueuedRun> = {}): QueuedRun => waits({ state: 'running', ...of })

describe('an order beside what is open', () => {
  it.each([
    ['the same commit and mode, queued', waits(), exampleOrder()],
    [
      'the same tiers in another order',
      waits({ mode: tiers('install', 'upgrade') }),
      exampleOrder({ mode: tiers('upgrade', 'install') }),
    ],
    ['asked for by somebody else', waits({ askedBy: 'bob' }), exampleOrder({ askedBy: 'ada', commentId: '42' })],
    ['a recipe that a sweep queued already', waits({ pullRequest: null }), exampleOrder({ pullRequest: null })],
  ])('joins it: %s', (_, open, order) => {
    expect(admitOrder(order, [open])).toEqual({ kind: 'joins', run: open })
  })

  it.each([
    ['another commit', waits({ pullRequest: pullRequest(6, 'b'.repeat(40)) }), exampleOrder()],
    ['another mode', waits({ mode: { kind: 'quick' } }), exampleOrder()],
    ['a plan, by a test', waits({ mode: { kind: 'plan' } }), exampleOrder()],
    [
      'a plan for an older commit',
      waits({ mode: { kind: 'plan' }, pullRequest: pullRequest(6, 'b'.repeat(40)) }),
      exampleOrder({ mode: { kind: 'plan' } }),
    ],
    ['other tiers', waits({ mode: tiers('install') }), exampleOrder({ mode: tiers('backup') })],
    [
      'other minutes',
      waits({ mode: { kind: 'keep', minutes: 5 } }),
      exampleOrder({ mode: { kind: 'keep', minutes: 9 } }),
    ],
    ['S-06: the very same, but running: its verdict would be older than the question', runs(), exampleOrder()],
  ])('supersedes it: %s', (_, open, order) => {
    expect(admitOrder(order, [open])).toEqual({ kind: 'new', supersedes: [open] })
  })

  it.each([
    ['another pull request', waits(), exampleOrder({ pullRequest: pullRequest(7) })],
    ['a full test, for a plan tests nothing', runs(), exampleOrder({ mode: { kind: 'plan' } })],
    [
      'the same number elsewhere',
      waits(),
      exampleOrder({ pullRequest: { ...pullRequest(6), repository: 'fork/notebook' } }),
    ],
    ['another recipe of the same pull request', waits(), exampleOrder({ recipe: 'wiki' })],
    ['a sweep beside a pull request', waits(), exampleOrder({ pullRequest: null })],
    ['a sweep beside a running sweep', runs({ pullRequest: null }), exampleOrder({ pullRequest: null })],
  ])('leaves it alone: %s', (_, open, order) => {
    expect(admitOrder(order, [open])).toEqual({ kind: 'new', supersedes: [] })
  })

  it('leaves exactly the newest of each recipe and pull request, whatever comes', () => {
    const order = fc.record({
      recipe: fc.constantFrom('a', 'b'),
      number: fc.integer({ min: 1, max: 2 }),
      hash: fc.constantFrom('x', 'y'),
      starts: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 30 }), (all) => {
        const newest = new Map<string, string>()
        let open: QueuedRun[] = []
        for (const [index, { recipe, number, hash, starts }] of all.entries()) {
          const asked: RunOrder = exampleOrder({ recipe, pullRequest: pullRequest(number, hash) })
          open = admit(asked, { open, seq: index + 1 })
          newest.set(familyOf(asked), hash)
          if (starts) open = open.map((run) => (familyOf(run) === familyOf(asked) ? { ...run, state: 'running' } : run))
        }
        expect(new Map(open.map((run) => [familyOf(run), run.pullRequest?.hash]))).toEqual(newest)
        expect(open).toHaveLength(newest.size)
      }),
    )
  })
})

function admit(order: RunOrder, { open, seq }: { open: QueuedRun[]; seq: number }): QueuedRun[] {
  const admission = admitOrder(order, open)
  if (admission.kind === 'joins') return open
  return [...open.filter((run) => !admission.supersedes.includes(run)), exampleRun({ ...order, seq })]
}
