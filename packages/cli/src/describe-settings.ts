import type { RecipeInspection, SettingsFile } from '@cc-ci/ci-harness'
import { type RecipeSettings, recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { linesOfKeys } from '@cc-ci/contracts/yaml-document'

/** One setting in effect, and where it comes from. */
export interface ShownSetting {
  readonly key: string
  /** Null: not set, which leaves it to the harness to find out. */
  readonly value: unknown
  /** `default`, `recipe.yaml line 3`, `recipe_meta.py line 3`, or with `tests/` before it where it is the recipe's own. */
  readonly origin: string
}

/** Every setting that recipe.yaml knows, in the order of its documentation. */
export function describeSettings({
  settings,
  settingsFile,
}: Pick<RecipeInspection, 'settings' | 'settingsFile'>): readonly ShownSetting[] {
  const lines = settingsFile === undefined ? {} : linesIn(settingsFile)
  const name = `${settingsFile?.origin === 'repo' ? 'tests/' : ''}${settingsFile?.name}`
  return Object.keys(recipeSettingsSchema.shape).map((key) => ({
    key,
    value: settings[key as keyof RecipeSettings] ?? null,
    origin: Object.hasOwn(lines, key) ? `${name} line ${lines[key]}` : 'default',
  }))
}

/** The line of each setting; in the original's file, of the last assignment at the top level, which is what counts there. */
function linesIn({ name, text }: SettingsFile): Readonly<Record<string, number>> {
  if (name === 'recipe.yaml') return linesOfKeys(text)
  const assignments = text
    .split('\n')
    .map((line, index) => [/^([A-Z][A-Z_]*)\s*[:=]/.exec(line)?.[1], index + 1] as const)
  return Object.fromEntries(assignments.flatMap(([key, line]) => (key === undefined ? [] : [[camelCase(key), line]])))
}

const camelCase = (key: string): string =>
  key.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
