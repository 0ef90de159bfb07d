import { dirname } from 'node:path'
import type { RecipeSettings } from '@cc-ci/contracts/recipe-settings'
import { CcCiError } from '@cc-ci/kernel'
import { loadHooks } from '../hooks/load-hooks.js'
import { readSettings } from '../hooks/read-settings.js'
import { settingsWithHooks } from '../hooks/settings-with-hooks.js'
import { findOverlays, type Overlays } from '../overlays/find-overlays.js'
import { appDomain } from '../recipe/names.js'
import { imagesOf } from '../recipe/service-images.js'
import { resolveUpgradeBase, type UpgradeBase } from '../recipe/upgrade-base.js'
import { versionOf } from '../recipe/version.js'
import type { HarnessWorld } from './harness-world.js'
import { placeComposeOverlay, removeComposeOverlay } from './place-overlays.js'
import type { PlannedDependency, PlannedRun } from './planned-run.js'
import { isFailure, type PreparedApp, prepareApp } from './prepare-app.js'
import { type RecipeTree, readRecipeTree } from './recipe-tree.js'
import type { RunPlan } from './run-plan.js'
import type { TestRequest } from './run-request.js'

/** The app domain of a request: the same for one recipe, pull request and commit, so that a re-trigger waits for itself. */
export function domainOf(request: Pick<TestRequest, 'recipe' | 'pr' | 'zone' | 'domain'>, head: string): string {
  if (request.domain !== undefined) return request.domain
  return appDomain({
    recipe: request.recipe,
    pr: request.pr === undefined ? '' : String(request.pr),
    ref: head,
    zone: request.zone,
  })
}

export interface PlanPlace {
  /** Full hash. */
  readonly head: string
  readonly checkout: string
  /** Where the recipe's own tests are copied to. */
  readonly stage: string
  readonly domain: string
  /** Plans what the settings name under `deps`; without it they stay names. */
  readonly planDependencies?: (deps: readonly string[]) => Promise<readonly PlannedDependency[]>
}

/** Decides everything that can be decided from the checked-out head; changes nothing. Bad recipes throw with their place. */
export async function makePlan(
  request: TestRequest,
  { head, checkout, stage, domain, planDependencies = async () => [] }: PlanPlace,
  world: Pick<HarnessWorld, 'git' | 'engine' | 'processes'>,
): Promise<PlannedRun> {
  checkIsRecipe(request, await readRecipeTree(checkout))
  const overlays = await findOverlays({ ...request, checkout, stage })
  const hookWorld = { processes: world.processes, env: request.testEnv, folder: dirname(stage) }
  const read = await readSettings(overlays, hookWorld)
  const hooks = await loadHooks(read.hookFiles, hookWorld)
  const dependencies = await planDependencies(read.settings.deps)
  const deps = Object.fromEntries(dependencies.map(({ site, foreseen }) => [site.recipe, foreseen]))
  const settings = await settingsWithHooks(read.settings, hooks, { app: { domain, deps }, world: hookWorld })
  const prepared = await prepareHead({ request, head, checkout, domain, settings, overlays }, world)
  const headVersion = versionOf(prepared.document, prepared.env.values).version?.text
  const base = await findBase({ request, head, headVersion, checkout, settings }, world)
  const plan: RunPlan = {
    recipe: request.recipe,
    source: request.source,
    pr: request.pr ?? null,
    mode: request.kept === undefined ? 'full' : 'quick',
    notes: [...(request.notes ?? []), ...(request.pullRequest?.notes ?? [])],
    head,
    headVersion: headVersion ?? null,
    domain,
    stack: prepared.files.stack,
    base: {
      kind: base.kind,
      version: base.kind === 'version' ? base.version : null,
      ref: base.kind === 'ref' ? base.ref : null,
      reason: base.reason,
      olderTargetExists: base.olderTargetExists,
    },
    tiers: request.tiers,
    settings,
    overlays,
    hooks,
    images: imagesOf(prepared.document),
    dependencies: dependencies.map(({ site, provider, release, planned }) => ({
      ...{ recipe: site.recipe, domain: site.domain, provider: provider?.kind ?? null },
      version: release ?? planned.plan.head.slice(0, 8),
    })),
    deadlineSeconds: request.deadlineSeconds,
  }
  return { plan, head: prepared, written: read.settings, dependencies }
}

/** The head as an app; its checkout must stand there, and stays as it is. */
export async function prepareHead(
  of: {
    readonly request: Pick<TestRequest, 'recipe'>
    readonly head: string
    readonly checkout: string
    readonly domain: string
    readonly settings: RecipeSettings
    readonly overlays: Overlays
  },
  { engine }: Pick<HarnessWorld, 'engine'>,
): Promise<PreparedApp> {
  const { request, head, checkout, domain, settings, overlays } = of
  await placeComposeOverlay(checkout, overlays.compose)
  const prepared = await prepareApp(
    {
      recipe: request.recipe,
      version: head.slice(0, 8),
      domain,
      checkout,
      tree: await readRecipeTree(checkout),
      extraEnv: settings.extraEnv,
      existingEnv: undefined,
      overlay: overlays.compose,
    },
    engine,
  )
  await removeComposeOverlay(checkout, overlays.compose)
  if (!isFailure(prepared)) return prepared
  throw new CcCiError(prepared.code, prepared.evidence, {
    ...(prepared.hint !== undefined && { hint: prepared.hint }),
    exitCode: 2,
  })
}

function checkIsRecipe(request: TestRequest, tree: RecipeTree): void {
  if (Object.keys(tree).some((path) => /^compose(\.[^/]+)?\.ya?ml$/.test(path))) return
  throw new CcCiError(
    'NOT_A_RECIPE',
    `${request.source} has no compose.yml at this commit: it is not a Co-op Cloud recipe.`,
    {
      hint: 'Name the folder or repository that holds compose.yml at its top.',
      place: { file: 'compose.yml' },
      exitCode: 2,
    },
  )
}

async function findBase(
  of: {
    request: TestRequest
    head: string
    headVersion: string | undefined
    checkout: string
    settings: RecipeSettings
  },
  { git }: Pick<HarnessWorld, 'git'>,
): Promise<UpgradeBase> {
  const { request, settings } = of
  if (request.kept !== undefined) return keptBase(request.kept)
  const tags = await git.tags(of.checkout)
  const pinned = request.from ?? settings.upgradeBaseVersion
  if (pinned !== undefined && !tags.some(({ name }) => name === pinned)) {
    const released = tags.map(({ name }) => name).join(', ')
    throw new CcCiError('BASE_NOT_FOUND', `${request.recipe} has no version ${pinned} to upgrade from.`, {
      hint: released === '' ? 'It has no tags at all.' : `It has: ${released}.`,
      exitCode: 2,
    })
  }
  const mainTip = await git.resolveRef(request.source, 'HEAD')
  return resolveUpgradeBase({
    tiers: request.tiers,
    expectedNa: settings.expectedNa,
    ...(pinned !== undefined && { pinned }),
    ...(of.headVersion !== undefined && { headVersion: of.headVersion }),
    headHash: of.head,
    tags,
    ...(mainTip !== undefined && { mainTip }),
    ...(request.canonical !== undefined && { canonical: request.canonical }),
  })
}

const keptBase = ({ version }: { readonly version: string }): UpgradeBase => ({
  ...{ kind: 'version', version, olderTargetExists: true },
  reason: 'the app that is kept of the last green release',
})
