import type { TestRequest } from '@cc-ci/ci-harness'
import { buildTestRequest, type TestFlags } from './build-test-request.js'
import { authoriseGit } from './pull-request/authorise-git.js'
import { addressOf, findPullRequest } from './pull-request/find-pull-request.js'
import { readForgeToken } from './pull-request/read-forge-token.js'
import { refuseProposedConfig } from './pull-request/refuse-proposed-config.js'
import type { Workspace } from './workspace/load-workspace.js'
import { resolveRecipe } from './workspace/resolve-recipe.js'
import type { World } from './world.js'

export interface PreparedRequests {
  readonly requests: readonly TestRequest[]
  /** With a git that may read private repositories. */
  readonly world: World
}

/** What was typed, as requests: recipes are found, the pull request is looked up, and git gets the token of the forge. */
export async function prepareRequests(
  typed: readonly string[],
  { pr, options, workspace, world }: { pr: string | undefined; options: TestFlags; workspace: Workspace; world: World },
): Promise<PreparedRequests> {
  const { isSameRepository, readCiEnvironment } = await import('@cc-ci/ci-harness')
  const ci = readCiEnvironment(world.environment)
  const token = readForgeToken(workspace, world)
  const isForgeAsked = pr !== undefined || token !== undefined || ci?.ofPullRequest === true
  const recipes = await Promise.all(
    typed.map(async (argument) => {
      const recipe = resolveRecipe(argument, workspace, world.cwd)
      return { argument, recipe, own: isForgeAsked ? await addressOf(recipe, world) : undefined }
    }),
  )
  for (const { recipe, own } of recipes) refuseProposedConfig(workspace, ci, { ...recipe, own }, isSameRepository)
  const authorised = authoriseGit(world, token, { workspace, ci, recipes: recipes.map(({ own }) => own) })
  const requests = recipes.map(async ({ argument, recipe, own }) => {
    const context = { world: authorised, workspace, ci, token, own }
    const pullRequest = pr === undefined ? undefined : await findPullRequest(pr, recipe, context)
    return buildTestRequest({ recipe, argument, options, workspace, world: authorised, pullRequest, token })
  })
  return { requests: await Promise.all(requests), world: authorised }
}
