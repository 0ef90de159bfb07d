import type { RunResult } from '@cc-ci/contracts/run-result'
import { putBackCanonical } from '../canonical/put-back-canonical.js'
import { undeployApp } from '../canonical/undeploy-app.js'
import { deployDependencies } from '../dependencies/deploy-dependencies.js'
import { noteUnproven } from '../dependencies/note-unproven.js'
import { type RunningDependency, removeDependencies } from '../dependencies/remove-dependencies.js'
import { MemoryMeter } from '../measure/memory-meter.js'
import { forgetDependencies } from '../overlays/write-facts.js'
import type { Failure } from '../verdict/failure.js'
import type { BegunRun } from './begun-run.js'
import type { ClearedHost } from './clear-host.js'
import { collectEvidence } from './collect-evidence.js'
import { completeLogs } from './complete-logs.js'
import { finishRun } from './finish-run.js'
import { keepAlive } from './keep-alive.js'
import { lintCheckout } from './lint-checkout.js'
import { noteMovedHead } from './note-moved-head.js'
import { openContext } from './open-context.js'
import type { PlannedRun } from './planned-run.js'
import type { RunContext } from './run-context.js'
import { discardRunFolder } from './run-folder.js'
import { runTiers } from './run-tiers.js'
import { startDeadline } from './start-deadline.js'
import { isLeaseLost, tearDown } from './teardown.js'

/** What is to be run, and what was met before. */
interface ReadyRun extends PlannedRun {
  readonly atStart: ClearedHost
}

/** Runs what was planned, removes the app whatever happened, and draws the result. */
export async function runPlanned(begun: BegunRun, planned: ReadyRun, checkout: string): Promise<RunResult> {
  const { request, world, folder, host, options } = begun
  const deadline = startDeadline(request.deadlineSeconds, options.signal, world.clock)
  let context: RunContext
  try {
    context = await openContext(begun, planned, { checkout, signal: deadline.signal })
  } catch (error) {
    deadline.clear()
    await discardRunFolder(folder)
    throw error
  }
  const { watch } = context
  const dependencies: RunningDependency[] = []
  const memory = new MemoryMeter(context.plan.stack, world)
  try {
    if (request.tiers.includes('lint')) await lintCheckout(context)
    else context.record.notRun.set('lint', 'the lint tier was not asked for')
    await watch.open()
    await runTiers(context, await deployDependencies(context, { begun, planned, dependencies }))
    noteUnproven(context)
    await context.screenshots.settled()
    await keepAlive(context)
  } catch (error) {
    noteWhatEndedTheRun(context, error, deadline.reason())
  } finally {
    deadline.clear()
  }
  context.record.resources = { ...context.record.resources, peakMemMb: await memory.stop() }
  const browserClosed = context.screenshots.close()
  await completeLogs(context)
  await collectEvidence(context)
  watch.close()
  await removeApp(context)
  await removeDependencies(context, dependencies)
  await forgetDependencies(context)
  await browserClosed
  await noteMovedHead(context)
  return finishRun(context, { host, present: options.present, seal: options.seal })
}

/** From here on nothing stops the clean-up: signals are the caller's to ignore, and errors become part of the result. */
async function removeApp(context: RunContext): Promise<void> {
  const { record, journal, plan, world, engine, request } = context
  const unknown = (error: unknown): string[] => {
    // What is there under this name belongs to the next holder.
    if (isLeaseLost(error)) record.failures.push({ tier: null, failure: faultFrom(error) })
    else return [`unknown: ${(error as Error).message}`]
    return []
  }
  const remove = request.kept === undefined ? tearDown : undeployApp
  record.leftovers = await journal.phase('teardown', () => remove(plan.stack, { ...world, engine })).catch(unknown)
  const unclosed = await engine.close().then(() => [], unknown)
  record.leftovers = [...record.leftovers, ...unclosed]
  await putBackCanonical(context)
}

function noteWhatEndedTheRun({ record }: RunContext, error: unknown, stopped: 'deadline' | 'cancelled' | null): void {
  record.stopped = stopped
  if (stopped === null) record.failures.push({ tier: null, failure: faultFrom(error) })
}

function faultFrom(error: unknown): Failure {
  const { message, code, hint } = error as { message?: string; code?: string; hint?: string }
  return {
    class: code === undefined ? 'harness' : 'infra',
    code: code ?? 'HARNESS_BUG',
    evidence: message ?? String(error),
    hint,
  }
}
