import type { Git } from '@cc-ci/kernel'
import type { RecipeSources } from '../lint/recipe-sources.js'
import { readRecipeTree } from './recipe-tree.js'

/** The files of a released version, for the rules that compare; the checkout stands at the head again afterwards. */
export async function readPrevious(
  checkout: string,
  { version, head }: { version: string; head: string },
  { git }: { git: Git },
): Promise<NonNullable<RecipeSources['previous']>> {
  await git.checkout(checkout, version, { force: true })
  try {
    return { version, files: await readRecipeTree(checkout) }
  } finally {
    await git.checkout(checkout, head, { force: true })
  }
}
