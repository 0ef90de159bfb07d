import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Workspace } from './load-workspace.js'

/**
 * Recipes of cc-ci.yaml whose settings of ours say `warmCanonical`, which enrols them as `enrolled` does. Throws
 * RECIPE_SETTINGS_INVALID: a typing error must take no recipe out of a sweep.
 */
export async function warmRecipes({
  config,
  folder,
}: Pick<Workspace, 'config' | 'folder'>): Promise<readonly string[]> {
  const withSettings = Object.keys(config.recipes).filter((name) => existsSync(join(folder, 'recipes', name)))
  if (withSettings.length === 0) return []
  const { loadSettings } = await import('@cc-ci/ci-harness')
  const settings = await Promise.all(withSettings.map((name) => loadSettings(join(folder, 'recipes', name))))
  return withSettings.filter((_, index) => settings[index]?.warmCanonical)
}
