import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RecipeSettings, recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { readYamlDocument } from '@cc-ci/contracts/yaml-document'
import { CcCiError } from '@cc-ci/kernel'

/** Reads `recipe.yaml` of our overlays once, whole, before any deploy; without one the defaults hold (H-06, H-07). */
export async function loadSettings(overlays: string | undefined): Promise<RecipeSettings> {
  if (overlays === undefined) return recipeSettingsSchema.parse({})
  const file = join(overlays, 'recipe.yaml')
  const text = await readIfThere(file)
  if (text === undefined) return recipeSettingsSchema.parse({})
  const read = readYamlDocument(recipeSettingsSchema, text)
  if (read.ok) return read.value
  const [first, ...more] = read.problems
  const others =
    more.length === 0
      ? ''
      : ` (and ${more.length} more: ${more.map(({ line, message }) => `line ${line} ${message}`).join('; ')})`
  throw new CcCiError(
    'RECIPE_SETTINGS_INVALID',
    `${file}, line ${first?.line ?? 1}, ${first?.message ?? 'is not valid'}${others}.`,
    {
      hint: first?.hint ?? 'See the settings with: cc-ci config schema recipe-settings',
      place: { file, line: first?.line ?? 1, ...(first?.key !== undefined && { key: first.key }) },
      exitCode: 2,
    },
  )
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new CcCiError('RECIPE_SETTINGS_INVALID', `${file} cannot be read: ${(error as Error).message}.`, {
      exitCode: 2,
      cause: error,
    })
  }
}
