import { isAbsolute, join } from 'node:path'
import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { RunResult } from '@cc-ci/contracts/run-result'
import type { Lease } from '@cc-ci/kernel'
import { StackWatch } from './converge/stack-watch.js'
import { MemoryMeter } from './measure/memory-meter.js'
import { checkPrograms } from './overlays/check-programs.js'
import { nothingDone } from './overlays/op-state.js'
import type { SwarmDescription } from './ports/swarm.js'
import { stackNameOf } from './recipe/names.js'
import { AppScreenshots } from './run/app-screenshots.js'
import { collectEvidence } from './run/collect-evidence.js'
import { finishRun, type Presenter } from './run/finish-run.js'
import type { HarnessWorld } from './run/harness-world.js'
import { reapOrphans } from './run/janitor.js'
import { Journal } from './run/journal.js'
import { keepAlive } from './run/keep-alive.js'
import { lintCheckout } from './run/lint-checkout.js'
import { loadSettings } from './run/load-settings.js'
import { domainOf, makePlan, type PlannedRun } from './run/make-plan.js'
import { noteMovedHead } from './run/note-moved-head.js'
import { checkHost, isDiskFull } from './run/preflight.js'
import { cloneAt, resolveHead } from './run/resolve-target.js'
import type { RunContext } from './run/run-context.js'
import { createRunFolder, discardRunFolder, type RunFolder } from './run/run-folder.js'
import { newRunRecord } from './run/run-record.js'
import type { TestRequest } from './run/run-request.js'
import { runTiers } from './run/run-tiers.js'
import { SecretMask, secretValuesOf } from './run/secret-mask.js'
import { startDeadline } from './run/start-deadline.js'
import { takeSlot } from './run/take-slot.js'
import { tearDown } from './run/teardown.js'
import { tellCommands } from './run/tell-commands.js'

export interface TestOptions {
  /** Aborted when somebody cancels the run; teardown completes nevertheless. */
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  /** Makes badge, page and the like of the result; what it throws never changes the verdict. */
  readonly present: Presenter
}

/**
 * Tests one recipe at one commit on one deployment and leaves nothing of it behind. What the recipe does wrong is in
 * the result; only what keeps the run from judging before it began throws, and then nothing was made.
 */
export async function testRecipe(request: TestRequest, world: HarnessWorld, options: TestOptions): Promise<RunResult> {
  await loadSettings(request.overlays)
  const [host, head] = await Promise.all([checkHost(world), resolveHead(request, world), world.engine.version()])
  const folder = await createRunFolder(request.runsDir)
  const mask = new SecretMask()
  for (const secret of request.secrets ?? []) mask.add(secret)
  const journal = new Journal({
    runId: folder.runId,
    file: join(folder.path, 'events.jsonl'),
    clock: world.clock,
    listener: options.onEvent,
    mask: mask.mask,
  })
  const told = tellCommands(world, (line) => journal.emit({ type: 'command', line }))
  const begun = { request, world: told, options, host, head, folder, journal, mask }
  const domain = domainOf(request, head)
  journal.emit({ type: 'run.started', recipe: request.recipe, ref: head, domain, folder: folder.path })
  const lease = await takeLease(begun, domain)
  try {
    const slot = await waitForSlot(begun)
    try {
      return await testUnderLease(begun, lease)
    } finally {
      await slot.release()
    }
  } finally {
    await lease.release()
  }
}

/** After the lease of the domain: a run that waits for its twin must not hold a slot that the twin may need. */
async function waitForSlot({ request, world, journal, options, folder }: BegunRun): Promise<Lease> {
  const { capacity } = request
  const onWait = (): void => journal.note(`All ${capacity} slots of this host are taken; waiting for one.`)
  try {
    return await takeSlot({ capacity, holder: `run ${folder.runId}`, signal: options.signal, onWait }, world)
  } catch (error) {
    await discardRunFolder(folder)
    throw error
  }
}

interface BegunRun {
  readonly request: TestRequest
  readonly world: HarnessWorld
  readonly options: TestOptions
  readonly host: SwarmDescription
  readonly head: string
  readonly folder: RunFolder
  readonly journal: Journal
  readonly mask: SecretMask
}

async function takeLease({ world, journal, options, folder }: BegunRun, domain: string): Promise<Lease> {
  try {
    return await journal.phase('lease', () =>
      world.leases.acquire(domain, {
        holder: `run ${folder.runId}`,
        signal: options.signal,
        onWait: ({ heldBy }) => journal.note(`Waiting for the lease of ${domain}, held by ${heldBy ?? 'another run'}.`),
      }),
    )
  } catch (error) {
    await discardRunFolder(folder)
    throw error
  }
}

async function testUnderLease(begun: BegunRun, lease: Lease): Promise<RunResult> {
  const { request, world, journal, head, folder } = begun
  const checkout = join(folder.path, 'recipe')
  let planned: PlannedRun
  try {
    const reaped = await journal.phase('janitor', () => reapOrphans({ zone: request.zone, own: lease.name }, world))
    for (const domain of reaped.reaped) journal.note(`Reaped the orphan ${domain}.`)
    for (const note of reaped.notes) journal.note(note, 'warning')
    // An earlier run of this very domain may have died: its lease is ours now, and so is what it left.
    const stale = await tearDown(stackNameOf({}, lease.name), world)
    for (const what of stale) journal.note(`Left by an earlier run and not removable: ${what}.`, 'warning')
    await journal.phase('fetch', () => cloneAt(head, checkout, request, world))
    if (await isDirtyFolder(request.source, world)) {
      journal.note(
        `Tested is commit ${head.slice(0, 8)}: ${request.source} has changes that are not committed.`,
        'warning',
      )
    }
    const stage = join(folder.path, 'repo-tests')
    planned = await journal.phase('plan', () => makePlan(request, { head, checkout, stage }, world))
    const needed = { processes: world.processes, env: request.testEnv, packagesFrom: request.workspace }
    await checkPrograms(planned.plan.overlays, needed)
  } catch (error) {
    await discardRunFolder(folder)
    throw error
  }
  return runPlanned(begun, planned, checkout)
}

/** A repository elsewhere has no work tree to compare with. */
async function isDirtyFolder(source: string, { git }: HarnessWorld): Promise<boolean> {
  return isAbsolute(source) && (await git.isRepository(source)) && (await git.isDirty(source).catch(() => false))
}

async function runPlanned(begun: BegunRun, planned: PlannedRun, checkout: string): Promise<RunResult> {
  const { request, world, journal, folder, mask, host, options } = begun
  const { settings } = planned.plan
  const deadline = startDeadline(request.deadlineSeconds, options.signal, world.clock)
  const watch = new StackWatch(planned.plan.stack, {
    swarm: world.swarm,
    clock: world.clock,
    diskIsFull: () => isDiskFull(world, host.dataRoot),
  })
  const { stack, domain } = planned.plan
  const record = newRunRecord()
  const context: RunContext = {
    request,
    plan: planned.plan,
    settings,
    world,
    engine: await world.engine.open({
      ...{ recipe: request.recipe, domain, stack, checkout, signal: deadline.signal },
      folder: join(folder.path, world.engine.kind),
      note: (what) => void record.notes.push(what),
    }),
    folder,
    checkout,
    journal,
    mask,
    record,
    watch,
    signal: deadline.signal,
    screenshots: new AppScreenshots({
      ...{ settings, mask, journal, browser: world.browser, signal: deadline.signal },
      ...{ domain: planned.plan.domain, folder: folder.path, startedAt: world.clock.now() },
    }),
    app: undefined,
    stores: undefined,
    snapshotId: undefined,
    opState: nothingDone,
  }
  const words = [request.recipe, planned.plan.domain, planned.plan.stack]
  for (const env of [settings.extraEnv, settings.upgradeExtraEnv])
    for (const value of secretValuesOf(env, words)) mask.add(value)
  for (const [name, value] of Object.entries(request.operator)) noteOptOut(context, `${name}=${value}`)
  context.record.notes.push(...(request.pullRequest?.notes ?? []))
  const memory = new MemoryMeter(planned.plan.stack, world)
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
  await collectEvidence(context)
  watch.close()
  await removeApp(context)
  await browserClosed
  await noteMovedHead(context)
  return finishRun(context, { host, present: options.present })
}

/** Loud, because who reads the result elsewhere must see that its floor was taken out. */
function noteOptOut({ journal, record }: RunContext, variable: string): void {
  const text = `!! ${variable}: generic assertions are left out; their rungs stay unverified.`
  journal.note(text, 'warning')
  record.notes.push(text)
}

/** From here on nothing stops the clean-up: signals are the caller's to ignore, and errors become part of the result. */
async function removeApp({ record, journal, plan, world, engine }: RunContext): Promise<void> {
  const unknown = (error: unknown): string[] => [`unknown: ${(error as Error).message}`]
  record.leftovers = await journal.phase('teardown', () => tearDown(plan.stack, { ...world, engine })).catch(unknown)
  const unclosed = await engine.close().then(() => [], unknown)
  record.leftovers = [...record.leftovers, ...unclosed]
}

function noteWhatEndedTheRun({ record }: RunContext, error: unknown, stopped: 'deadline' | 'cancelled' | null): void {
  record.stopped = stopped
  if (stopped !== null) return
  const { message, code, hint } = error as { message?: string; code?: string; hint?: string }
  record.failures.push({
    tier: null,
    failure: {
      class: code === undefined ? 'harness' : 'infra',
      code: code ?? 'HARNESS_BUG',
      evidence: message ?? String(error),
      hint,
    },
  })
}
