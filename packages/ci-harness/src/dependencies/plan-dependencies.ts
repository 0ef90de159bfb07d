import { join } from 'node:path'
import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import { appDomain } from '../recipe/names.js'
import { serviceForDomain } from '../recipe/traefik-routes.js'
import { newestRelease } from '../recipe/version.js'
import type { HarnessWorld } from '../run/harness-world.js'
import { makePlan } from '../run/make-plan.js'
import type { PlannedDependency, PlannedRun } from '../run/planned-run.js'
import type { TestRequest } from '../run/run-request.js'
import { findProvider } from './find-provider.js'
import { type ProviderSite, placeOf } from './identity-provider.js'

type PlanWorld = Pick<HarnessWorld, 'git' | 'engine' | 'processes'>

/** Which app a dependency is for, and the folder that its own folder is made in. */
interface Dependent {
  readonly request: TestRequest
  readonly head: string
  readonly domain: string
  readonly folder: string
}

/**
 * Plans every recipe that `deps` names as a recipe of its own, before anything is deployed. A dependency that has
 * dependencies itself is refused, so that no circle can be; the app names all that it needs.
 */
export async function planDependencies(
  deps: readonly string[],
  app: Dependent,
  world: PlanWorld,
): Promise<readonly PlannedDependency[]> {
  const planned: PlannedDependency[] = []
  for (const entry of deps) planned.push(await planNamed(entry, app, world))
  return planned
}

async function planNamed(entry: string, app: Dependent, world: PlanWorld): Promise<PlannedDependency> {
  const [, recipe = entry, wanted] = /^([^@]+)@(.+)$/.exec(entry) ?? []
  try {
    return await planDependency({ recipe, wanted }, app, world)
  } catch (error) {
    if (!isCcCiError(error)) throw error
    const { code, message, hint, place, exitCode } = error
    const told = `The dependency ${recipe} of ${app.request.recipe}: ${message}`
    throw new CcCiError(code, told, {
      ...(hint !== undefined && { hint }),
      ...(place && { place }),
      exitCode,
      cause: error,
    })
  }
}

async function planDependency(
  { recipe, wanted }: { readonly recipe: string; readonly wanted: string | undefined },
  app: Dependent,
  world: PlanWorld,
): Promise<PlannedDependency> {
  const found = app.request.findRecipe(recipe)
  const folder = join(app.folder, 'dependencies', recipe)
  const checkout = join(folder, 'recipe')
  await world.git.clone(found.source, checkout, { ref: 'HEAD' })
  const release = await chooseRelease({ recipe, wanted, checkout }, world)
  if (release !== undefined) await world.git.checkout(checkout, release, { force: true })
  const head = await world.git.head(checkout)
  const request = requestFor({ ...found, recipe }, app, release)
  const domain = domainFor(recipe, app)
  const planned = await makePlan(request, { ...{ head, checkout, domain }, stage: join(folder, 'repo-tests') }, world)
  refuseNested(planned)
  const site = siteOf(planned, app)
  const provider = findProvider(planned.head.document)
  return { request, planned, checkout, release, provider, site, foreseen: provider?.foresee(site) ?? placeOf(site) }
}

/** Unique to the run that needs it, and found again by the janitor like any run app. */
function domainFor(recipe: string, { request, head }: Dependent): string {
  const pr = request.pr === undefined ? '' : String(request.pr)
  return appDomain({ recipe, pr, ref: head, zone: request.zone, salt: request.recipe })
}

async function chooseRelease(
  { recipe, wanted, checkout }: { recipe: string; wanted: string | undefined; checkout: string },
  { git }: PlanWorld,
): Promise<string | undefined> {
  const tags = (await git.tags(checkout)).map(({ name }) => name)
  if (wanted === undefined || tags.includes(wanted)) return wanted ?? newestRelease(tags)
  throw new CcCiError('DEPENDENCY_VERSION_UNKNOWN', `${recipe} has no version ${wanted}.`, {
    hint: `It has: ${tags.join(', ') || 'no tags at all'}.`,
    exitCode: 2,
  })
}

/** A run that ends with the install, of the dependency's own code and settings and nothing of the app's. */
function requestFor(
  found: Pick<TestRequest, 'recipe' | 'source' | 'overlays' | 'codeApproved'>,
  { request }: Dependent,
  release: string | undefined,
): TestRequest {
  const { pullRequest: _change, canonical: _canonical, repeats: _repeats, notes: _notes, ...common } = request
  return {
    ...common,
    ...found,
    quick: false,
    kept: undefined,
    domain: undefined,
    ref: release,
    pr: undefined,
    from: undefined,
    operator: {},
    tiers: ['install'],
  }
}

function refuseNested({ plan: { recipe, settings } }: PlannedRun): void {
  if (settings.deps.length === 0) return
  throw new CcCiError(
    'DEPENDENCY_NESTED',
    `${recipe} needs ${settings.deps.join(', ')} itself, and is then not deployed.`,
    {
      hint: 'Name everything that must run in deps of the recipe under test, in the order in which it is needed.',
      exitCode: 2,
    },
  )
}

function siteOf({ plan, head }: PlannedRun, app: Dependent): ProviderSite {
  const { domain, stack, recipe } = plan
  const routed = serviceForDomain(head.document, domain)
  const service = routed?.service ?? 'app'
  const internalUrl = `http://${stack}_${service}${routed?.port === undefined ? '' : `:${routed.port}`}`
  const { document } = head
  return {
    recipe,
    domain,
    stack,
    service,
    internalUrl,
    document,
    app: { recipe: app.request.recipe, domain: app.domain },
  }
}
