import type { RetentionSettings } from '@cc-ci/contracts/retention-settings'
import type { RetentionPlan } from '@cc-ci/results-ux/site'

export interface Pruning {
  readonly plan: RetentionPlan
  /** What the plan wanted gone and is still there. */
  readonly failed: readonly { readonly file: string; readonly reason: string }[]
}

/** Removes what the retention settings no longer allow below a runs folder; a dry run only plans. `now` in epoch seconds. */
export async function keepToBudgets(
  runsFolder: string,
  settings: RetentionSettings,
  { now, dryRun = false }: { readonly now: number; readonly dryRun?: boolean },
): Promise<Pruning> {
  const { openHistory, planPruning, pruneRuns } = await import('@cc-ci/results-ux/site')
  const history = openHistory(runsFolder)
  try {
    const plan = planPruning(runsFolder, history, { settings, now })
    return { plan, failed: dryRun ? [] : pruneRuns(runsFolder, plan, now) }
  } finally {
    history.close()
  }
}

/** What is told of a pruning that nobody asked for by name: nothing when it removed nothing and met no trouble. */
export function tellPruning({ plan, failed }: Pruning): readonly string[] {
  const [first] = failed
  const removed = Math.max(1, Math.round((plan.before - plan.after) / 1024 ** 2))
  const runs = plan.removals.length === 1 ? '1 old run' : `${plan.removals.length} old runs`
  return [
    ...(plan.removals.length === 0 ? [] : [`Removed logs and pictures of ${runs}, ${removed} MB; every result stays.`]),
    ...(first === undefined ? [] : [`Not all of it could be removed: ${first.file}: ${first.reason}`]),
    ...(plan.over === 0
      ? []
      : ['The runs keep more than results.retention.totalMb, and the rest is held: see cc-ci results prune --dry-run']),
  ]
}
