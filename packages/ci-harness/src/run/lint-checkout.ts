import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { judgeLint } from '../lint/judge-lint.js'
import type { RecipeSources } from '../lint/recipe-sources.js'
import { readPrevious } from './read-previous.js'
import { readRecipeTree } from './recipe-tree.js'
import type { RunContext } from './run-context.js'
import { runTier } from './tier-scope.js'

/** Lints the head as fetched, before any checkout moves it. Lint decides rung 5 and nothing else. */
export async function lintCheckout(context: RunContext): Promise<void> {
  const { record, world, checkout, plan, folder, engine } = context
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
    const { lint, text, status, message } = judgeLint(sources, await engine.lint?.(plan.head))
    record.lint = lint
    await writeFile(join(folder.path, 'lint.txt'), text)
    scope.add({ name: 'No lint rule of severity error is broken', origin: 'generic', status, seconds: 0, message })
  })
}
