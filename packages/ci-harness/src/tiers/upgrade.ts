import { expectRedeploy } from '../converge/expect-redeploy.js'
import { seedBefore } from '../hooks/call-hook.js'
import { DowntimeMeter } from '../measure/downtime-meter.js'
import { deployedState } from '../overlays/op-state.js'
import { describeMovedMounts } from '../recipe/moved-mounts.js'
import { deployApp } from '../run/deploy-app.js'
import { openStores } from '../run/open-stores.js'
import type { OpenedStores } from '../run/opened-stores.js'
import type { PreparedApp } from '../run/prepare-app.js'
import type { RunContext } from '../run/run-context.js'
import { runTier, type TierScope } from '../run/tier-scope.js'
import { checkServing } from './check-serving.js'
import { checkStillRunning, type Observation, observeFrom } from './check-still-running.js'
import { checkKeptData, checkSeeding } from './check-stores.js'
import { runLifecycleTests } from './run-overlay-tests.js'
import { headIsLabelled, imagesAreOfHead, movedBetween, serviceUpdates } from './upgrade-proof.js'

export interface UpgradeRequest {
  readonly base: PreparedApp
  readonly head: PreparedApp
  readonly version: string
  /** First 8 characters of the head, with `+U` when its checkout is dirty. */
  readonly chaosVersion: string
}

/**
 * The head is deployed in place over the base. It must converge without rollback or pause, serve, be the head by its
 * label and images, have moved, and have kept the data (harness-contract §3; V-02, V-03, V-04, R-01).
 * Gives back whether the head serves, which the tiers after it need, whatever else was found.
 */
export async function runUpgradeTier(context: RunContext, request: UpgradeRequest): Promise<boolean> {
  const { world, settings, plan, record } = context
  const { stack } = request.head.files
  let serving = false
  await runTier(context, 'upgrade', async (scope) => {
    const before = await world.swarm.services(stack)
    const moved = movedBetween(request.base, request.head)
    if (!(await scope.check('The head deploys something other than the base', async () => moved))) return
    const stores = await seedData(context, scope, request.base)
    if (stores === undefined) return
    record.notes.push(...describeMovedMounts(request.base.document, request.head.document))
    await context.screenshots.settled()
    const meter = new DowntimeMeter({ domain: plan.domain, path: settings.healthPath, ok: settings.healthOk }, world)
    let converged: Observation | undefined
    try {
      context.app = request.head
      const running = await deployApp(context, scope, {
        app: request.head,
        version: request.version,
        chaosVersion: request.chaosVersion,
        expectation: expectRedeploy(before),
        isBase: false,
      })
      converged = running ? await observeFrom(context) : undefined
      serving = running && (await checkServing(context, scope))
    } finally {
      record.resources = { ...record.resources, downtimeSeconds: await meter.stop() }
      record.swarm = serviceUpdates(before, await world.swarm.services(stack), stack)
    }
    const after = deployedState(await world.swarm.services(stack), stack)
    const upgraded = { before: deployedState(before, stack), head_ref: plan.head }
    context.opState = { ...context.opState, before: upgraded.before, after, upgrade: upgraded }
    if (!serving || converged === undefined) return
    context.screenshots.take('upgraded')
    await checkHead(context, scope, { head: request.head, stores, converged })
  })
  return serving
}

/** Marks in every store, then what the recipe's own hook seeds; undefined when either failed. */
async function seedData(context: RunContext, scope: TierScope, base: PreparedApp): Promise<OpenedStores | undefined> {
  const stores = await checkSeeding(scope, () => openStores(context, base))
  if (stores === undefined) return undefined
  context.stores = stores
  return (await seedBefore(context, scope, 'upgrade')) ? stores : undefined
}

async function checkHead(
  context: RunContext,
  scope: TierScope,
  { head, stores, converged }: { head: PreparedApp; stores: OpenedStores; converged: Observation },
): Promise<void> {
  const { world, plan } = context
  const { stack } = head.files
  await scope.assert('The label names the head', async () =>
    headIsLabelled(await world.swarm.services(stack), stack, plan.head),
  )
  await scope.assert('Every running image is the head’s', () => imagesAreOfHead(head, world.swarm))
  await checkKeptData(context, scope, { stores, head })
  await checkStillRunning(context, scope, { from: converged, prove: true })
  await runLifecycleTests(context, scope, 'upgrade')
}
