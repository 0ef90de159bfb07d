import type { CiEnvironment, PullRequestTarget, RepositoryAddress } from '@cc-ci/ci-harness'
import type { Workspace } from '../workspace/load-workspace.js'
import type { ResolvedRecipe } from '../workspace/resolve-recipe.js'
import type { World } from '../world.js'
import { mayHaveToken } from './authorise-git.js'

export interface PullRequestContext {
  /** With a git that may read private repositories. */
  readonly world: World
  readonly workspace: Workspace
  readonly ci: CiEnvironment | undefined
  readonly token: string | undefined
  /** The repository on a forge that the recipe comes from. */
  readonly own: RepositoryAddress | undefined
}

/** What `--pr` says, as a commit: `text` is a number, the address of a page, or `environment` for the CI engine’s. */
export async function findPullRequest(
  text: string,
  recipe: ResolvedRecipe,
  context: PullRequestContext,
): Promise<PullRequestTarget> {
  const { world, workspace, ci, token, own } = context
  const harness = await import('@cc-ci/ci-harness')
  const named = text === 'environment' ? harness.pullRequestOfCi(ci) : harness.parsePullRequest(text)
  const place = harness.locatePullRequest(named, {
    recipe: recipe.name,
    own,
    configured: workspace.config.forge,
    ci,
  })
  const shown = place !== undefined && mayHaveToken(place.forgeUrl, context) ? token : undefined
  const forge = place && {
    client: harness.openForge(place.kind, { url: place.forgeUrl, token: shown }),
    repository: place.repository,
  }
  return harness.resolvePullRequest(named.number, { git: world.git, forge, source: recipe.source })
}

/** The repository on a forge behind a recipe: its own URL, or where the clone that is tested came from. */
export async function addressOf(
  { source }: Pick<ResolvedRecipe, 'source'>,
  { git }: Pick<World, 'git'>,
): Promise<RepositoryAddress | undefined> {
  const { parseRepositoryUrl } = await import('@cc-ci/ci-harness')
  const isFolder = source.startsWith('/')
  return parseRepositoryUrl((isFolder ? await git.remoteUrl(source) : source) ?? '')
}
