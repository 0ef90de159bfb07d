import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkPrograms } from '../overlays/check-programs.js'
import type { BegunRun } from '../run/begun-run.js'
import { domainOf, makePlan } from '../run/make-plan.js'
import { maskLeaks } from '../run/mask-leaks.js'
import { openContext } from '../run/open-context.js'
import { placeComposeOverlay } from '../run/place-overlays.js'
import type { PlannedRun } from '../run/planned-run.js'
import { cloneAt } from '../run/resolve-target.js'
import type { RunContext } from '../run/run-context.js'
import { startDeadline } from '../run/start-deadline.js'
import { runInstallTier } from '../tiers/install.js'
import { keyOf } from './snapshot-origin.js'
import { undeployApp } from './undeploy-app.js'

export type CanonicalDeployment =
  | {
      readonly ok: true
      readonly key: string
      readonly env: string
      readonly secrets: Readonly<Record<string, string>>
    }
  | { readonly ok: false; readonly why: string }

/** Deploys a release until it serves, and ends it again whatever happened. The deploy is not counted: no run is judged by it. */
export async function deployCanonical(begun: BegunRun, version: string): Promise<CanonicalDeployment> {
  const { request, world, folder, head, mask } = begun
  const checkout = join(folder.path, 'recipe')
  await cloneAt(head, checkout, request, world)
  const place = { head, checkout, domain: domainOf(request, head), stage: join(folder.path, 'tests') }
  const planned = withoutPictures(await makePlan(request, place, world))
  const { plan, head: app } = planned
  if (plan.settings.deps.length > 0)
    return { ok: false, why: `it needs ${plan.settings.deps.join(', ')} beside it, of which nothing is kept` }
  await checkPrograms(plan.overlays, {
    processes: world.processes,
    env: request.testEnv,
    packagesFrom: request.workspace,
  })
  const deadline = startDeadline(request.deadlineSeconds, begun.options.signal, world.clock)
  const context = await openContext(begun, { ...planned, atStart: unwatched }, { checkout, signal: deadline.signal })
  let why: string | undefined
  try {
    await context.watch.open()
    why = await install(context, planned, version)
  } catch (error) {
    why = deadline.reason() === null ? (error as Error).message : `it was stopped: ${deadline.reason()}`
  } finally {
    deadline.clear()
    context.watch.close()
    await context.screenshots.close()
  }
  const left = await undeployApp(plan.stack, { ...world, engine: context.engine })
  await context.engine.close()
  if (left.length > 0) why = `it could not be undeployed; there still is ${left.join(', ')}`
  await tidy(folder.path, { mask, failed: why !== undefined })
  if (why !== undefined) return { ok: false, why: mask.mask(why) }
  const key = await keyOf({ plan, app, harnessVersion: request.harnessVersion }, world)
  return { ok: true, key, env: (context.app ?? app).env.text, secrets: Object.fromEntries(context.secrets) }
}

/** Undefined when it serves. */
async function install(context: RunContext, { head: app }: PlannedRun, version: string): Promise<string | undefined> {
  const { world, checkout, plan, record } = context
  await world.git.checkout(checkout, plan.head, { force: true })
  await placeComposeOverlay(checkout, plan.overlays.compose)
  const chaosVersion = (await world.git.isDirty(checkout)) ? `${plan.head.slice(0, 8)}+U` : undefined
  if (await runInstallTier(context, { app, version, chaosVersion, isBase: false })) return undefined
  return record.failures[0]?.failure.evidence ?? 'its install did not pass'
}

/** No result tells of this deploy. */
const unwatched = { start: { load: 0, cores: 1, runs: [] }, warnings: [] }

/** Nobody looks at an app that is only kept. */
const withoutPictures = ({ plan, ...planned }: PlannedRun): PlannedRun => ({
  ...planned,
  plan: {
    ...plan,
    settings: { ...plan.settings, screenshot: { ...plan.settings.screenshot, off: 'nobody looks at a kept app' } },
  },
})

/** Of a failure the events stay, for who asks why. */
async function tidy(folder: string, { mask, failed }: { mask: BegunRun['mask']; failed: boolean }): Promise<void> {
  if (!failed) return rm(folder, { recursive: true, force: true })
  await rm(join(folder, 'recipe'), { recursive: true, force: true })
  await maskLeaks(folder, mask)
}
