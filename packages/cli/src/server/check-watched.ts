import { CcCiError } from '@cc-ci/kernel'
import { nearestOf } from '../nearest-of.js'
import type { Workspace } from '../workspace/load-workspace.js'

/** Refuses a watched repository whose recipe the workspace does not have. Throws RECIPE_UNKNOWN. */
export function checkWatched({ config, file }: Workspace): void {
  const known = Object.keys(config.recipes)
  for (const [repository, recipe] of Object.entries(config.server.watch)) {
    if (known.includes(recipe)) continue
    throw new CcCiError(
      'RECIPE_UNKNOWN',
      `server.watch says that ${repository} holds ${recipe}, which cc-ci.yaml does not have.`,
      {
        hint: nearestOf(recipe, known) ?? `Add it: recipes: { ${recipe}: { url: … } }`,
        ...(file !== undefined && { place: { file, key: 'server.watch' } }),
        exitCode: 2,
      },
    )
  }
}
