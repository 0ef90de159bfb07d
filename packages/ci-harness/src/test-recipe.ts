import { isAbsolute, join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { isCcCiError, type Lease } from '@cc-ci/kernel'
import { coldRequest, resolveQuick } from './canonical/resolve-quick.js'
import { restoreCanonical } from './canonical/restore-canonical.js'
import type { Vault } from './canonical/snapshot-store.js'
import { planDependencies } from './dependencies/plan-dependencies.js'
import { checkPrograms } from './overlays/check-programs.js'
import type { BegunRun, TestOptions } from './run/begun-run.js'
import { type ClearedHost, clearHost } from './run/clear-host.js'
import type { HarnessWorld } from './run/harness-world.js'
import { Journal } from './run/journal.js'
import { loadSettings } from './run/load-settings.js'
import { domainOf, makePlan } from './run/make-plan.js'
import type { PlannedRun } from './run/planned-run.js'
import { checkHost } from './run/preflight.js'
import { cloneAt, resolveHead } from './run/resolve-target.js'
import { createRunFolder, discardRunFolder } from './run/run-folder.js'
import { runPlanned } from './run/run-planned.js'
import type { TestRequest } from './run/run-request.js'
import { SecretMask } from './run/secret-mask.js'
import { takeSlot } from './run/take-slot.js'
import { tellCommands } from './run/tell-commands.js'
import { underLease } from './run/under-lease.js'

export type { TestOptions } from './run/begun-run.js'

/**
 * Tests one recipe at one commit on one deployment and leaves nothing of it behind. What the recipe does wrong is in
 * the result; only what keeps the run from judging before it began throws, and then nothing was made.
 */
export async function testRecipe(asked: TestRequest, world: HarnessWorld, options: TestOptions): Promise<RunResult> {
  await loadSettings(asked.overlays)
  const request = await resolveQuick(asked, world)
  try {
    return await testResolved(request, world, options)
  } catch (error) {
    if (request.kept === undefined || !isCcCiError(error) || error.code !== 'CANONICAL_UNUSABLE') throw error
    return testResolved(coldRequest(request, `the kept app cannot be brought back: ${error.message}`), world, options)
  }
}

async function testResolved(request: TestRequest, world: HarnessWorld, options: TestOptions): Promise<RunResult> {
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
  journal.emit({
    type: 'run.started',
    recipe: request.recipe,
    ref: head,
    domain,
    folder: folder.path,
    capacity: request.capacity,
  })
  for (const note of request.notes ?? []) journal.note(note, 'warning')
  const lease = await takeLease(begun, domain)
  try {
    const slot = await waitForSlot(begun)
    try {
      return await testUnderLease(begun, lease)
    } finally {
      await slot.release()
    }
  } finally {
    await giveBack(lease, journal)
  }
}

/** The verdict stands by then, so that a Swarm which does not answer any more takes nothing from it. */
async function giveBack(lease: Lease, journal: Journal): Promise<void> {
  await lease.release().catch((error: Error) => {
    const then = 'The next run on this host clears it away; until then, other hosts wait.'
    journal.note(`The lease of ${lease.name} could not be given back: ${error.message} ${then}`, 'warning')
  })
}

/** After the lease of the domain: a run that waits for its twin must not hold a slot that the twin may need. */
async function waitForSlot({ request, world, journal, options, folder }: BegunRun): Promise<Lease> {
  const { capacity } = request
  const onWait = (): void => journal.note(`All ${capacity} slots of this host are taken; waiting for one.`)
  try {
    const { hostLeases: leases, clock } = world
    return await takeSlot(
      { capacity, holder: `run ${folder.runId}`, signal: options.signal, onWait },
      { leases, clock },
    )
  } catch (error) {
    await discardRunFolder(folder)
    throw error
  }
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
  const { request, journal, head, folder } = begun
  const world = underLease(begun.world, lease)
  const checkout = join(folder.path, 'recipe')
  let planned: PlannedRun
  let host: ClearedHost
  let vault: Vault | undefined
  try {
    const { kept, zone, backupImage: image } = request
    const place = { zone, domain: lease.name, keepsOwn: kept !== undefined }
    host = await journal.phase('janitor', () => clearHost(place, { world: begun.world, own: world }))
    for (const warning of host.warnings) journal.note(warning, 'warning')
    if (kept !== undefined)
      vault = await journal.phase('bring back', () => restoreCanonical(kept, { image, touches: true }, world))
    await journal.phase('fetch', () => cloneAt(head, checkout, request, world))
    if (await isDirtyFolder(request.source, world)) {
      journal.note(
        `Tested is commit ${head.slice(0, 8)}: ${request.source} has changes that are not committed.`,
        'warning',
      )
    }
    const stage = join(folder.path, 'repo-tests')
    const app = { request, head, domain: lease.name, folder: folder.path }
    planned = await journal.phase('plan', () =>
      makePlan(
        request,
        { head, checkout, stage, domain: lease.name, planDependencies: (deps) => planDependencies(deps, app, world) },
        world,
      ),
    )
    const needed = { processes: world.processes, env: request.testEnv, packagesFrom: request.workspace }
    await checkPrograms(planned.plan.overlays, needed)
  } catch (error) {
    await discardRunFolder(folder)
    throw error
  }
  return runPlanned({ ...begun, world, vault }, { ...planned, atStart: host }, checkout)
}

/** A repository elsewhere has no work tree to compare with. */
async function isDirtyFolder(source: string, { git }: HarnessWorld): Promise<boolean> {
  return isAbsolute(source) && (await git.isRepository(source)) && (await git.isDirty(source).catch(() => false))
}
