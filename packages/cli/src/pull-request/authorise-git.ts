import type { CiEnvironment, RepositoryAddress } from '@cc-ci/ci-harness'
import { SimpleGit } from '@cc-ci/kernel'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

/**
 * The world with a git that shows the token to the forge of this workspace, and to no other host: that of cc-ci.yaml,
 * else that of the pipeline, else those of the recipes under test.
 */
export function authoriseGit(
  world: World,
  token: string | undefined,
  of: {
    readonly workspace: Workspace
    readonly ci: CiEnvironment | undefined
    readonly recipes: readonly (RepositoryAddress | undefined)[]
  },
): World {
  if (token === undefined) return world
  const named = of.workspace.config.forge?.url ?? of.ci?.repository?.forgeUrl
  const urls = named === undefined ? of.recipes.flatMap((address) => address?.forgeUrl ?? []) : [named]
  return { ...world, git: new SimpleGit({ credentials: [...new Set(urls)].map((url) => ({ url, token })) }) }
}

/** Whether the token may be shown to a forge: the rule of `authoriseGit`, for the API. */
export function mayHaveToken(
  forgeUrl: string,
  { workspace, ci }: { readonly workspace: Workspace; readonly ci: CiEnvironment | undefined },
): boolean {
  const named = workspace.config.forge?.url ?? ci?.repository?.forgeUrl
  return named === undefined || new URL(named).host === new URL(forgeUrl).host
}
