import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatLintTable } from '../lint/format-lint-table.js'
import { lintRecipe, uncheckedRules } from '../lint/lint-recipe.js'
import type { RecipeSources } from '../lint/recipe-sources.js'
import { readPrevious } from './read-previous.js'
import { readRecipeTree } from './recipe-tree.js'
import type { RunContext } from './run-context.js'
import { runTier } from './tier-scope.js'

/** Lints the head as fetched, before any checkout moves it. Lint decides rung 5 and nothing else. */
export async function lintCheckout(context: RunContext): Promise<void> {
  const { record, world, checkout, plan, folder } = context
  await runTier(context, 'lint', async (scope) => {
    const files = await readRecipeTree(checkout)
    const { version } = plan.base
    const sources: RecipeSources = {
      recipe: plan.recipe,
      files,
      ...(version !== null && { previous: await readPrevious(checkout, { version, head: plan.head }, world) }),
      tags: await world.git.tags(checkout),
      stackNameExample: plan.stack,
    }
    const findings = lintRecipe(sources)
    const unchecked = uncheckedRules(sources)
    record.lint = {
      errors: findings.filter(({ severity }) => severity === 'error'),
      warnings: findings.filter(({ severity }) => severity === 'warning'),
      unverified: null,
      unchecked,
    }
    await writeFile(join(folder.path, 'lint.txt'), formatLintTable(findings, unchecked))
    const { errors } = record.lint
    const message =
      errors.length === 0 ? null : errors.map(({ file, line, message: what }) => `${file}:${line} ${what}`).join('\n')
    scope.add({
      name: 'No lint rule of severity error is broken',
      origin: 'generic',
      status: errors.length === 0 ? 'pass' : 'fail',
      seconds: 0,
      message,
    })
  })
}
