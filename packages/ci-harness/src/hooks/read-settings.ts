import { type RecipeSettings, recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { didYouMean } from '@cc-ci/contracts/yaml-document'
import type { AdmittedFile } from '../overlays/code-gate.js'
import type { Overlays } from '../overlays/find-overlays.js'
import { loadSettings } from '../run/load-settings.js'
import type { DefinedName } from './check-names.js'
import { camelCase, hookNames, snakeCase } from './hook-names.js'
import { askHooks, type HookWorld, hooksInvalid } from './hook-program.js'
import { camelKeys } from './settings-with-hooks.js'

/** Settings, and the files that define hooks: a settings file of the original may hold functions, too. */
export interface ReadSettings {
  readonly settings: RecipeSettings
  readonly hookFiles: readonly AdmittedFile[]
}

/** Reads the one settings file that counts: `recipe.yaml`, or the original's `recipe_meta.py`; ours before the recipe's own. */
export async function readSettings({ settings, hooks }: Overlays, world: HookWorld): Promise<ReadSettings> {
  const [file] = settings
  if (file === undefined) return { settings: await loadSettings(undefined), hookFiles: hooks }
  if (file.path === 'recipe.yaml') return { settings: await loadSettings(file.root), hookFiles: hooks }
  const { names, error, place } = await askHooks(file, undefined, world)
  if (names === undefined)
    throw hooksInvalid(file, `it cannot be loaded: ${error}${place == null ? '' : ` (${place})`}`, {})
  const hasHooks = names.some(({ parameters }) => parameters !== null)
  return { settings: fromNames(file, names), hookFiles: hasHooks ? [file, ...hooks] : hooks }
}

const keys = Object.keys(recipeSettingsSchema.shape)
const spelt = [...new Set([...keys, ...hookNames.filter((name) => !name.startsWith('pre'))])].map((key) =>
  snakeCase(key).toUpperCase(),
)

function fromNames(file: AdmittedFile, names: readonly DefinedName[]): RecipeSettings {
  const capital = names.filter(({ name }) => name === name.toUpperCase())
  const unknown = capital.find(({ name }) => !spelt.includes(name))
  if (unknown !== undefined)
    throw hooksInvalid(file, `${unknown.name} is no setting`, {
      key: unknown.name,
      hint: didYouMean(unknown.name, spelt) ?? `Settings are ${spelt.join(', ')}.`,
    })
  const values = capital.filter(({ parameters, value }) => parameters === null && value !== null)
  const read = recipeSettingsSchema.safeParse(
    Object.fromEntries(
      values.map(({ name, value }) => [camelCase(name), name === 'READY_PROBE' ? camelKeys(value) : value]),
    ),
  )
  if (read.success) return read.data
  const [issue] = read.error.issues
  const key = snakeCase(String(issue?.path[0] ?? '')).toUpperCase()
  throw hooksInvalid(file, `${key}: ${issue?.message}`, { key })
}
