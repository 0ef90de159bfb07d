import type { Action } from '../decide/action.js'
import type { ResultFact } from '../decide/facts.js'
import type { WatchState } from '../decide/watch-state.js'

/** What the state waits for though it was never begun: the crash came before it was written down. */
export function neverBegun({ loops, memory }: WatchState, begun: readonly Action[]): readonly ResultFact[] {
  const ids = new Set(begun.map(({ id }) => id))
  const pending = [
    { loop: null, pending: memory.pending },
    ...Object.values(loops).map((loop) => ({ loop: loop.name, pending: loop.pending })),
  ]
  return pending.flatMap(({ loop, pending: waited }) =>
    waited === null || ids.has(waited.actionId)
      ? []
      : [{ actionId: waited.actionId, loop, outcome: 'unknown' as const, detail: 'it was never begun' }],
  )
}

/** How an action ended that a crash cut off, by what is seen now; it is never done again because of that. */
export function reconcile(action: Action, { loops }: WatchState): ResultFact {
  const loop = 'loop' in action ? action.loop : null
  const about = { actionId: action.id, loop }
  const facts = loops[loop ?? '']?.facts
  const proof = facts === undefined ? null : proofOf(action, facts)
  if (proof !== null) return { ...about, outcome: 'done', detail: `after a crash: ${proof}` }
  return { ...about, outcome: 'unknown', detail: 'a crash came between, and nothing shows that it was done' }
}

type Facts = NonNullable<WatchState['loops'][string]>['facts']

function proofOf(action: Action, { runner, transcript, hooks }: Facts): string | null {
  if (action.kind === 'nudge') {
    const arrived = [transcript, hooks].some(
      (sensed) => sensed?.known === true && sensed.value.acknowledged.includes(action.nudgeId),
    )
    return arrived ? 'its message is in the transcript' : null
  }
  if (runner?.known !== true) return null
  const { running, startedAt } = runner.value
  if (action.kind === 'restart') {
    return running && startedAt !== null && startedAt >= action.at.wall - 1 ? 'it was started since' : null
  }
  return action.kind === 'yield' && !running ? 'it has ended' : null
}
