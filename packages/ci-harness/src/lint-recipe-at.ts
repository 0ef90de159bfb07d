import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LintFinding } from '@cc-ci/contracts/run-result'
import type { Git } from '@cc-ci/kernel'
import { lintRecipe, type UncheckedRule, uncheckedRules } from './lint/lint-recipe.js'
import type { RecipeSources } from './lint/recipe-sources.js'
import { newestRelease } from './recipe/version.js'
import { readPrevious } from './run/read-previous.js'
import { readRecipeTree } from './run/recipe-tree.js'
import { resolveHead } from './run/resolve-target.js'
import type { TestRequest } from './run/run-request.js'

export interface LintReport {
  readonly recipe: string
  readonly head: string
  readonly findings: readonly LintFinding[]
  readonly unchecked: readonly UncheckedRule[]
}

/** Lints a recipe at one commit, in a scratch clone that is gone afterwards. Needs git, not Docker. */
export async function lintRecipeAt(
  request: Pick<TestRequest, 'recipe' | 'source' | 'ref'>,
  { git }: { git: Git },
): Promise<LintReport> {
  const head = await resolveHead(request, { git })
  const scratch = await mkdtemp(join(tmpdir(), 'cc-ci-lint-'))
  try {
    const checkout = join(scratch, 'recipe')
    await git.clone(request.source, checkout, { ref: head })
    const files = await readRecipeTree(checkout)
    const tags = await git.tags(checkout)
    const version = newestRelease(tags.filter(({ commit }) => commit !== head).map(({ name }) => name))
    const previous = version === undefined ? {} : { previous: await readPrevious(checkout, { version, head }, { git }) }
    const sources: RecipeSources = { recipe: request.recipe, files, tags, ...previous }
    return { recipe: request.recipe, head, findings: lintRecipe(sources), unchecked: uncheckedRules(sources) }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
