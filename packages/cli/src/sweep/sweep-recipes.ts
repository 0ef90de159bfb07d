import type { NotedPromotion, SweepStep, TestRequest } from '@cc-ci/ci-harness'
import { openLeases } from '../build-harness-world.js'
import type { RunOutcome } from '../run-all.js'
import { testRecipes } from '../test-recipes.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { keepWith } from './keep-with.js'
import type { Swept } from './report-sweep.js'

export interface SweepOptions {
  readonly world: World
  readonly workspace: Workspace
  /** The folder of the runs, which also keeps what sweeps remember. */
  readonly runsDir: string
  readonly verbose: boolean
  /** Told before the first recipe is tested, if there is any to test. */
  readonly onPlan: (planned: Swept) => void
}

/** What a sweep would do now; nothing is changed. Throws SWEEP_STATE_INVALID if the journal cannot be read. */
export async function previewSweep(
  requests: readonly TestRequest[],
  { world: { clock, git }, runsDir: folder }: Pick<SweepOptions, 'world' | 'runsDir'>,
): Promise<Swept> {
  const { planSweep, SweepJournal } = await import('@cc-ci/ci-harness')
  const journal = await SweepJournal.open(folder, clock)
  const steps = await planSweep(requests, { folder, journal, git })
  return { steps, outcomes: [], promotions: new Map(), before: journal.done }
}

/** Tests one after the other the recipes whose newest release is not known to be green, and keeps what came of each. */
export async function sweepRecipes(requests: readonly TestRequest[], options: SweepOptions): Promise<Swept> {
  const { world, runsDir: folder } = options
  const { noteSwept, SweepJournal, takeSweepLease } = await import('@cc-ci/ci-harness')
  const lease = await takeSweepLease(openLeases(world))
  try {
    const planned = await previewSweep(requests, options)
    const journal = await SweepJournal.open(folder, world.clock)
    const promotions = new Map<string, NotedPromotion>()
    const runs = planned.steps.flatMap((step) => runOf(step, requests, options.workspace))
    if (runs.length > 0) options.onPlan(planned)
    const outcomes = await testRecipes(
      runs.map(({ request }) => request),
      {
        ...{ world, workspace: options.workspace, verbose: options.verbose, jobs: 1, retry: true },
        onResult: async (request, result, testing) => {
          const run = runs.find(({ request: { recipe } }) => recipe === request.recipe)
          if (run === undefined) return
          const keep = keepWith(testing, request)
          promotions.set(request.recipe, await noteSwept(result, run, { folder, journal, clock: world.clock, keep }))
        },
      },
    )
    if (!outcomes.some(wasCancelled)) await journal.end()
    return { ...planned, outcomes, promotions }
  } finally {
    await lease.release()
  }
}

/** The release that a step tests, by its commit, with an upgrade from the last green one. */
function runOf(step: SweepStep, requests: readonly TestRequest[], { config }: Workspace) {
  if ('error' in step || step.decision.kind !== 'run') return []
  const { recipe, tags } = step
  const canonical = config.upgrade.skipCanonicals ? undefined : step.canonical
  const { version, commit } = step.decision
  return requests
    .filter((request) => request.recipe === recipe)
    .map((request) => ({ request: { ...request, ref: commit, canonical }, version, tags }))
}

/** What was not reached, or not finished, is left to the sweep that goes on. */
const wasCancelled = (outcome: RunOutcome): boolean =>
  outcome.ok ? outcome.result.stopped === 'cancelled' : (outcome.error as { exitCode?: number }).exitCode === 143
