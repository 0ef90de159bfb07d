import type { QueuedRun, RunOrder } from '../queue/queued-run.js'

const hash = 'a91b77d0c4e85f3b2d6a1908e7c5f4b3a2918070'

/** An order of a full run of pull request 6 of the recipe `notebook`, with whole keys replaced. */
export function exampleOrder(overrides: Partial<RunOrder> = {}): RunOrder {
  return {
    recipe: 'notebook',
    pullRequest: { repository: 'coop/notebook', number: 6, hash },
    mode: { kind: 'full' },
    askedBy: 'ada',
    commentId: '41',
    priority: 0,
    ...overrides,
  }
}

/** The same as a queued run; its `seq` tells when it was asked for. */
export function exampleRun(overrides: Partial<QueuedRun> = {}): QueuedRun {
  const seq = overrides.seq ?? 1_790_000_000_000
  return {
    ...exampleOrder(),
    ...{ seq, state: 'queued', attempt: 1, askedAt: seq / 1000 },
    ...{ startedAt: null, endedAt: null, process: null, folder: null, end: null },
    ...overrides,
  }
}

/** A pull request of the recipe `notebook`. */
export const pullRequest = (number: number, of = hash) => ({ repository: 'coop/notebook', number, hash: of })
