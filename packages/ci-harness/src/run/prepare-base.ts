import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import { placeComposeOverlay, placeRepairs, repairsOf, staleRepairs } from './place-overlays.js'
import { isFailure, type PreparedApp, prepareApp } from './prepare-app.js'
import { readRecipeTree } from './recipe-tree.js'
import type { RunContext } from './run-context.js'

/** Checks out and prepares the version to upgrade from; one that cannot be prepared is no fault of the head. */
export async function prepareBase(context: RunContext): Promise<PreparedApp> {
  const { plan, world, checkout, settings } = context
  const ref = plan.base.version ?? plan.base.ref ?? plan.head
  try {
    await world.git.checkout(checkout, ref, { force: true })
    await placeRepairs(checkout, repairsOf(plan.overlays, ref))
    for (const folder of staleRepairs(plan.overlays, ref))
      context.record.notes.push(`${folder}/ repairs another version than the base ${ref}: it is stale.`)
    await placeComposeOverlay(checkout, plan.overlays.compose)
    const prepared = await prepareApp(
      {
        recipe: plan.recipe,
        version: plan.base.version ?? ref.slice(0, 8),
        domain: plan.domain,
        checkout,
        tree: await readRecipeTree(checkout),
        extraEnv: context.vault === undefined ? settings.extraEnv : {},
        existingEnv: context.vault?.env,
        overlay: plan.overlays.compose,
      },
      world.engine,
    )
    if (!isFailure(prepared)) return prepared
    throw baseUnavailable(ref, prepared.evidence)
  } catch (error) {
    if (isCcCiError(error) && error.exitCode === 2) throw baseUnavailable(ref, error.message, error)
    throw error
  }
}

/** "Could not judge": the base is published and cannot be mended by the head under test. */
function baseUnavailable(ref: string, why: string, cause?: unknown): CcCiError {
  return new CcCiError('BASE_UNAVAILABLE', `The base ${ref} cannot be deployed: ${why}`, { hint: baseHint, cause })
}

export const baseHint = 'Upgrade from another version: --from <version>, or upgradeBaseVersion in recipe.yaml.'
