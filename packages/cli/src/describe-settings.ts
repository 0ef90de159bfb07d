import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RecipeSettings, recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { linesOfKeys } from '@cc-ci/contracts/yaml-document'

/** One setting in effect, and where it comes from. */
export interface ShownSetting {
  readonly key: string
  /** Null: not set, which leaves it to the harness to find out. */
  readonly value: unknown
  /** `default`, or `recipe.yaml line 3`. */
  readonly origin: string
}

/** Every setting that recipe.yaml knows, in the order of its documentation. */
export function describeSettings(settings: RecipeSettings, overlays: string | undefined): readonly ShownSetting[] {
  const file = overlays === undefined ? undefined : join(overlays, 'recipe.yaml')
  const lines = file !== undefined && existsSync(file) ? linesOfKeys(readFileSync(file, 'utf8')) : {}
  return Object.keys(recipeSettingsSchema.shape).map((key) => ({
    key,
    value: settings[key as keyof RecipeSettings] ?? null,
    origin: Object.hasOwn(lines, key) ? `recipe.yaml line ${lines[key]}` : 'default',
  }))
}
