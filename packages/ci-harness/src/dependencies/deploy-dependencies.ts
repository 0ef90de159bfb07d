import { join } from 'node:path'
import { isCcCiError } from '@cc-ci/kernel'
import { settingsWithHooks } from '../hooks/settings-with-hooks.js'
import { serviceForDomain } from '../recipe/traefik-routes.js'
import type { BegunRun } from '../run/begun-run.js'
import { chaosVersion } from '../run/chaos-version.js'
import { collectEvidence } from '../run/collect-evidence.js'
import { withLogs } from '../run/complete-logs.js'
import { deployApp } from '../run/deploy-app.js'
import { prepareHead } from '../run/make-plan.js'
import { maskSettings, openContext } from '../run/open-context.js'
import { placeComposeOverlay } from '../run/place-overlays.js'
import type { PlannedDependency, PlannedRun } from '../run/planned-run.js'
import type { PreparedApp } from '../run/prepare-app.js'
import type { RunContext } from '../run/run-context.js'
import { tearDown } from '../run/teardown.js'
import { underLease } from '../run/under-lease.js'
import { checkServing } from '../tiers/check-serving.js'
import type { Failure } from '../verdict/failure.js'
import { blameDependency, enrichmentFailure } from './dependency-failure.js'
import { dependencyScope } from './dependency-scope.js'
import { credentialsOf, type DependencyState } from './dependency-state.js'
import { placeOf } from './identity-provider.js'
import type { RunningDependency } from './remove-dependencies.js'

interface Deploying {
  readonly begun: BegunRun
  readonly planned: PlannedRun
  /** Grows by each dependency before anything is asked of it. */
  readonly dependencies: RunningDependency[]
}

/**
 * Deploys what the recipe depends on, each as its own recipe says, and wires it to the app. Gives back the head as it is
 * with what the hooks then say. A dependency that does not come up is recorded; the app is deployed all the same.
 */
export async function deployDependencies(
  app: RunContext,
  { begun, planned, dependencies }: Deploying,
): Promise<PreparedApp> {
  if (planned.dependencies.length === 0) return planned.head
  await app.journal.phase('dependencies', async () => {
    for (const each of planned.dependencies) await deployOne(app, each, { begun, dependencies })
  })
  return rewire(app, planned)
}

async function deployOne(
  app: RunContext,
  planned: PlannedDependency,
  { begun, dependencies }: Pick<Deploying, 'begun' | 'dependencies'>,
): Promise<void> {
  const { world, journal, record } = app
  const start = world.clock.monotonic()
  const running = await takeOn(app, planned, begun)
  dependencies.push(running)
  const { state, context } = running
  const failure = await bringUp(running, planned)
  state.seconds = Math.round((world.clock.monotonic() - start) / 10) / 100
  state.deployed = context.record.deployCount > 0
  record.deployCount += context.record.deployCount
  record.notes.push(...context.record.notes.map((note) => `${state.recipe}: ${note}`))
  if (failure === undefined) {
    state.status = 'ready'
    journal.note(`The dependency ${state.recipe} is ready after ${state.seconds} s.`)
    return
  }
  state.status = 'failed'
  state.failure = blameDependency(state.recipe, await withLogs(failure, context.plan.stack, world.swarm))
  record.failures.push({ tier: null, failure: state.failure })
  journal.note(state.failure.evidence, 'warning')
  await collectEvidence(context)
}

/** The lease, then the record; only then may anything of it exist. */
async function takeOn(
  app: RunContext,
  { planned, request, checkout, release, provider }: PlannedDependency,
  begun: BegunRun,
): Promise<RunningDependency> {
  const { world, journal, folder, signal } = app
  const { plan } = planned
  const lease = await world.leases.acquire(plan.domain, {
    holder: `run ${folder.runId}`,
    signal,
    onWait: ({ heldBy }) =>
      journal.note(`Waiting for the lease of ${plan.domain}, held by ${heldBy ?? 'another run'}.`),
  })
  const state: DependencyState = {
    ...{ recipe: plan.recipe, domain: plan.domain, version: release ?? plan.head.slice(0, 8) },
    ...{ provider: provider?.kind ?? null, status: 'starting', deployed: false, seconds: 0 },
    ...{ credentials: undefined, failure: undefined },
  }
  app.dependencies.push(state)
  journal.note(`The dependency ${state.recipe} ${state.version} gets the domain ${state.domain}.`)
  const settings = { ...plan.settings, screenshot: { ...plan.settings.screenshot, off: 'no pictures of dependencies' } }
  const own = { ...folder, path: join(folder.path, 'dependencies', plan.recipe) }
  try {
    const plannedHere = { ...planned, plan: { ...plan, settings } }
    const context = await openContext(
      { ...begun, request, folder: own, world: underLease(world, lease) },
      plannedHere,
      { checkout, signal },
    )
    return { state, lease, context, enrolment: undefined }
  } catch (error) {
    await lease.release()
    throw error
  }
}

async function bringUp(running: RunningDependency, planned: PlannedDependency): Promise<Failure | undefined> {
  const { context, state } = running
  const { plan, world, watch } = context
  const scope = dependencyScope(context)
  await tearDown(plan.stack, world) // An earlier run of this domain may have died.
  await watch.open()
  context.app = planned.planned.head
  await placeComposeOverlay(context.checkout, plan.overlays.compose)
  const clean = planned.release !== undefined && !(await world.git.isDirty(context.checkout))
  const deployed = await deployApp(context, scope, {
    ...{ app: context.app, version: planned.release ?? plan.headVersion ?? state.version, isBase: false },
    chaosVersion: clean ? undefined : await chaosVersion(context),
    expectation: { kind: 'fresh' },
  })
  const routed = context.app !== undefined && serviceForDomain(context.app.document, plan.domain) !== undefined
  if (deployed && routed) await checkServing(context, scope)
  return scope.failure ?? enrol(running, planned)
}

/** The dependency runs and stands in the record already: whatever goes wrong here, the teardown finds it (H-10). */
async function enrol(running: RunningDependency, { provider, site }: PlannedDependency): Promise<Failure | undefined> {
  const { context, state } = running
  if (provider === undefined) {
    state.credentials = placeOf(site)
    return undefined
  }
  const { world, signal, mask } = context
  try {
    running.enrolment = await context.journal.phase('enrol', () =>
      provider.enrol(site, {
        ...{ http: world.http, clock: world.clock, containers: world.swarm, signal },
        mask: (secret) => void mask.add(secret),
      }),
    )
    state.credentials = running.enrolment.credentials
    return undefined
  } catch (error) {
    if (signal.aborted || !isCcCiError(error)) throw error
    return enrichmentFailure(site.service, error)
  }
}

/** What hooks give may rest on the credentials, which nobody knew when the run was planned. */
async function rewire(app: RunContext, { plan, head, written, dependencies }: PlannedRun): Promise<PreparedApp> {
  const { request, world, folder, checkout, signal } = app
  if (plan.hooks.length === 0) return head
  const foreseen = Object.fromEntries(dependencies.map(({ site, foreseen: each }) => [site.recipe, each]))
  const deps = { ...foreseen, ...credentialsOf(app.dependencies) }
  const hookWorld = { processes: world.processes, env: request.testEnv, folder: folder.path, signal }
  app.settings = await settingsWithHooks(written, plan.hooks, { app: { domain: plan.domain, deps }, world: hookWorld })
  maskSettings(app)
  const { overlays, domain } = plan
  return prepareHead({ request, head: plan.head, checkout, domain, settings: app.settings, overlays }, world)
}
