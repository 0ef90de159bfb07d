import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { putBackCanonical } from '../canonical/put-back-canonical.js'
import { undeployApp } from '../canonical/undeploy-app.js'
import { StackWatch } from '../converge/stack-watch.js'
import { visitByHook } from '../hooks/call-hook.js'
import { MemoryMeter } from '../measure/memory-meter.js'
import { nothingDone } from '../overlays/op-state.js'
import { parseEnvFile } from '../recipe/env-file.js'
import type { Failure } from '../verdict/failure.js'
import { AppScreenshots } from './app-screenshots.js'
import type { BegunRun } from './begun-run.js'
import type { ClearedHost } from './clear-host.js'
import { collectEvidence } from './collect-evidence.js'
import { completeLogs } from './complete-logs.js'
import { finishRun } from './finish-run.js'
import { keepAlive } from './keep-alive.js'
import { lintCheckout } from './lint-checkout.js'
import type { PlannedRun } from './make-plan.js'
import { noteMovedHead } from './note-moved-head.js'
import { isDiskFull } from './preflight.js'
import type { RunContext } from './run-context.js'
import { discardRunFolder } from './run-folder.js'
import { newRunRecord } from './run-record.js'
import { runTiers } from './run-tiers.js'
import { secretValuesOf } from './secret-mask.js'
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
  const memory = new MemoryMeter(context.plan.stack, world)
  try {
    if (request.tiers.includes('lint')) await lintCheckout(context)
    else context.record.notRun.set('lint', 'the lint tier was not asked for')
    await watch.open()
    await runTiers(context, planned.head)
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
  await browserClosed
  await noteMovedHead(context)
  return finishRun(context, { host, present: options.present })
}

export async function openContext(
  begun: BegunRun,
  { plan, atStart }: ReadyRun,
  { checkout, signal }: { checkout: string; signal: AbortSignal },
): Promise<RunContext> {
  const { request, world, journal, folder, mask, host } = begun
  const { settings, stack, domain } = plan
  const record = newRunRecord(atStart.start)
  const context: RunContext = {
    ...{ request, plan, settings, world, folder, checkout, journal, mask, record, signal },
    engine: await world.engine.open({
      ...{ recipe: request.recipe, domain, stack, checkout, signal },
      folder: join(folder.path, world.engine.kind),
      note: (what) => void record.notes.push(what),
    }),
    watch: new StackWatch(stack, {
      swarm: world.swarm,
      clock: world.clock,
      diskIsFull: () => isDiskFull(world, host.dataRoot),
    }),
    screenshots: new AppScreenshots({
      ...{ settings, mask, journal, browser: world.browser, signal, domain },
      ...{ folder: folder.path, startedAt: world.clock.now(), arrive: visitByHook(plan, () => context) },
    }),
    secrets: new Map(),
    vault: begun.vault,
    app: undefined,
    stores: undefined,
    snapshotId: undefined,
    opState: nothingDone,
  }
  const { env: keptText = '', secrets: keptSecrets = {} } = begun.vault ?? {}
  for (const value of Object.values(keptSecrets)) mask.add(value)
  const { entries } = parseEnvFile(keptText, { file: `${domain}.env` })
  const keptEnv = Object.fromEntries(entries.map(({ key, value }) => [key, value]))
  for (const env of [settings.extraEnv, settings.upgradeExtraEnv, keptEnv])
    for (const value of secretValuesOf(env, [request.recipe, domain, stack])) mask.add(value)
  for (const [name, value] of Object.entries(request.operator)) noteOptOut(context, `${name}=${value}`)
  record.notes.push(...atStart.warnings, ...plan.notes)
  return context
}

/** Loud, because who reads the result elsewhere must see that its floor was taken out. */
function noteOptOut({ journal, record }: RunContext, variable: string): void {
  const text = `!! ${variable}: generic assertions are left out; their rungs stay unverified.`
  journal.note(text, 'warning')
  record.notes.push(text)
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
