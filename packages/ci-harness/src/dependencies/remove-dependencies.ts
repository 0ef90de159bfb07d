import { rm } from 'node:fs/promises'
import type { Lease } from '@cc-ci/kernel'
import type { RunContext } from '../run/run-context.js'
import { type TeardownWorld, tearDown } from '../run/teardown.js'
import type { DependencyState } from './dependency-state.js'
import type { Enrolment } from './identity-provider.js'

/** A dependency that may have left something in the Swarm, from the moment its lease is ours. */
export interface RunningDependency<Context = RunContext> {
  readonly state: DependencyState
  readonly lease: Pick<Lease, 'release'>
  readonly context: Context
  enrolment: Enrolment | undefined
}

/** What of a dependency's context its removal needs. */
interface Removable extends Pick<RunContext, 'checkout'> {
  readonly plan: Pick<RunContext['plan'], 'stack'>
  readonly world: Pick<RunContext['world'], 'clock'> & { readonly swarm: TeardownWorld['swarm'] }
  readonly engine: Pick<RunContext['engine'], 'undeploy' | 'close'>
  readonly watch: Pick<RunContext['watch'], 'close'>
}

interface App extends Pick<RunContext, 'journal'> {
  readonly record: Pick<RunContext['record'], 'leftovers' | 'notes'>
}

/**
 * Takes back what was made for the app, then removes each dependency, the last one first, and verifies that it is gone:
 * a leftover would meet the next run of this domain (H-11). Nothing stops it, and what fails is part of the result.
 */
export async function removeDependencies(app: App, running: readonly RunningDependency<Removable>[]): Promise<void> {
  for (const dependency of running.toReversed()) {
    const { recipe } = dependency.state
    const left = await app.journal.phase(`teardown ${recipe}`, () => removeOne(app, dependency))
    app.record.leftovers = [...app.record.leftovers, ...left.map((what) => `${what} (of ${recipe})`)]
  }
}

async function removeOne(
  { record }: App,
  { state, lease, context, enrolment }: RunningDependency<Removable>,
): Promise<string[]> {
  const { plan, world, engine, watch, checkout } = context
  const unknown = (error: unknown): string[] => [`unknown: ${(error as Error).message}`]
  await enrolment?.revoke().catch((error: Error) => {
    record.notes.push(`${state.recipe} kept what was made in it until it was removed: ${error.message}`)
  })
  watch.close()
  const left = await tearDown(plan.stack, { ...world, engine }).catch(unknown)
  const unclosed = await engine.close().then(() => [], unknown)
  await rm(checkout, { recursive: true, force: true })
  await lease.release()
  return [...left, ...unclosed]
}
