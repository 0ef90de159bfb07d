import type { RecipeInspection } from '@cc-ci/ci-harness'
import { type RecipeSettings, recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { linesOfKeys } from '@cc-ci/contracts/yaml-document'

/** One setting in effect, and where it comes from. */
export interface ShownSetting {
  readonly key: string
  /** Null: not set, which leaves it to the harness to find out. */
  readonly value: unknown
  /** `default`, `recipe.yaml line 3`, or `tests/recipe.yaml line 3` of the recipe's own. */
  readonly origin: string
}

/** Every setting that recipe.yaml knows, in the order of its documentation. */
export function describeSettings(
  settings: RecipeSettings,
  file: RecipeInspection['settingsFile'],
): readonly ShownSetting[] {
  const lines = file === undefined ? {} : linesOfKeys(file.text)
  const name = file?.origin === 'repo' ? 'tests/recipe.yaml' : 'recipe.yaml'
  return Object.keys(recipeSettingsSchema.shape).map((key) => ({
    key,
    value: settings[key as keyof RecipeSettings] ?? null,
    origin: Object.hasOwn(lines, key) ? `${name} line ${lines[key]}` : 'default',
  }))
}
