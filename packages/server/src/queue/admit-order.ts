import type { QueuedRun, RunMode, RunOrder } from './queued-run.js'
import { familyOf } from './run-family.js'

/** What becomes of an order: it joins a run that waits for the same, or it is one of its own. */
export type Admission =
  | { readonly kind: 'joins'; readonly run: QueuedRun }
  /** `supersedes`: older runs of the pull request, queued or running, that nobody waits for any more. */
  | { readonly kind: 'new'; readonly supersedes: readonly QueuedRun[] }

/**
 * Judges an order beside the runs that are open. Only a run that has not started may be joined: who asks while one runs
 * wants to know what holds now (S-06). Without a pull request nothing is superseded: a sweep’s runs are all wanted. A plan
 * tests nothing, so it takes the place of nothing but an older plan.
 */
export function admitOrder(order: RunOrder, open: readonly QueuedRun[]): Admission {
  const family = familyOf(order)
  const others = open.filter((run) => run.recipe === order.recipe && familyOf(run) === family)
  const same = others.find((run) => run.state === 'queued' && asksTheSame(run, order))
  if (same !== undefined) return { kind: 'joins', run: same }
  if (order.pullRequest === null) return { kind: 'new', supersedes: [] }
  const supersedes = order.mode.kind === 'plan' ? others.filter(({ mode }) => mode.kind === 'plan') : others
  return { kind: 'new', supersedes }
}

function asksTheSame(one: RunOrder, other: RunOrder): boolean {
  return one.pullRequest?.hash === other.pullRequest?.hash && wordsOf(one.mode) === wordsOf(other.mode)
}

function wordsOf(mode: RunMode): string {
  if (mode.kind === 'tiers') return `tiers ${[...mode.tiers].sort().join(' ')}`
  return mode.kind === 'keep' ? `keep ${mode.minutes}` : mode.kind
}
