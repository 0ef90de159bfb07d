import { existsSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'
import type { CiEnvironment, RepositoryAddress } from '@cc-ci/ci-harness'
import { CcCiError } from '@cc-ci/kernel'
import type { Workspace } from '../workspace/load-workspace.js'

/**
 * In the pipeline of a pull request the checkout belongs to whoever proposed it: a cc-ci.yaml in it could approve its
 * own code, bring tests of “ours”, and send the token elsewhere. So it never counts for that recipe (CONFIG_PROPOSED).
 */
export function refuseProposedConfig(
  { file, folder, named }: Pick<Workspace, 'file' | 'folder' | 'named'>,
  ci: CiEnvironment | undefined,
  recipe: { readonly name: string; readonly source: string; readonly own: RepositoryAddress | undefined },
  isSame: (one: RepositoryAddress, other: RepositoryAddress) => boolean,
): void {
  if (file === undefined || named || !ci?.ofPullRequest || ci.workspace === undefined) return
  if (!isInside(folder, ci.workspace)) return
  const { own, source } = recipe
  const isTheirs =
    own === undefined || ci.repository === undefined ? isInside(source, ci.workspace) : isSame(own, ci.repository)
  if (!isTheirs) return
  throw new CcCiError(
    'CONFIG_PROPOSED',
    `${file} is part of the pull request under test, so it cannot say how ${recipe.name} is tested.`,
    {
      hint: 'Keep the workspace elsewhere and name its folder with CC_CI_REPO in the pipeline, or remove the file.',
      place: { file },
      exitCode: 2,
    },
  )
}

function isInside(path: string, folder: string): boolean {
  const [inner, outer] = [path, folder].map((each) => (existsSync(each) ? realpathSync(each) : each)) as [
    string,
    string,
  ]
  return inner === outer || inner.startsWith(`${outer}${sep}`)
}
