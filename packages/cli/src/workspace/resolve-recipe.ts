import { existsSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { didYouMean } from '@cc-ci/contracts/yaml-document'
import { CcCiError } from '@cc-ci/kernel'
import { isRecipesOwn } from './is-recipes-own.js'
import type { Workspace } from './load-workspace.js'

export interface ResolvedRecipe {
  readonly name: string
  /** Git URL or absolute folder. */
  readonly source: string
  readonly overlays: string | undefined
  readonly codeApproved: boolean
}

const url = /^([a-z][a-z0-9+.-]*:\/\/|[\w.-]+@[\w.-]+:)/i

/** A git URL, a folder (anything with a slash, or `.`), or a name from cc-ci.yaml. */
export function resolveRecipe(argument: string, workspace: Workspace, cwd: string): ResolvedRecipe {
  if (url.test(argument)) return describe(nameFrom(argument), argument, workspace)
  if (argument.includes('/') || argument === '.' || argument === '..') return fromFolder(argument, workspace, cwd)
  const entry = entryOf(argument, workspace)
  if (entry === undefined) throw unknownRecipe(argument, workspace, cwd)
  const source = sourceOf(entry, workspace)
  return describe(argument, url.test(source) ? source : existingFolder(source, argument), workspace)
}

function fromFolder(argument: string, workspace: Workspace, cwd: string): ResolvedRecipe {
  const folder = existingFolder(resolve(cwd, argument), argument)
  return describe(basename(folder), folder, workspace)
}

/**
 * What is approved is the code at the url that the workspace names, never other code under the same name. A name that is
 * no folder name, such as the `..` of a crooked URL, has no overlays.
 */
function describe(name: string, source: string, workspace: Workspace): ResolvedRecipe {
  const entry = entryOf(name, workspace)
  const overlays = join(workspace.folder, 'recipes', name)
  const counts = /^[\w.-]*\w[\w.-]*$/.test(name) && !isRecipesOwn(workspace.folder)
  return {
    name,
    source,
    overlays: counts && existsSync(overlays) ? overlays : undefined,
    codeApproved: counts && entry?.codeApproved === true && sourceOf(entry, workspace) === source,
  }
}

type RecipeEntry = Workspace['config']['recipes'][string]

function entryOf(name: string, { config }: Workspace): RecipeEntry | undefined {
  return Object.hasOwn(config.recipes, name) ? config.recipes[name] : undefined
}

const sourceOf = (entry: RecipeEntry, { folder }: Workspace): string =>
  url.test(entry.url) ? entry.url : resolve(folder, entry.url)

function existingFolder(folder: string, argument: string): string {
  if (existsSync(folder) && statSync(folder).isDirectory()) return repository(folder)
  throw new CcCiError(
    'RECIPE_FOLDER_MISSING',
    `There is no folder ${folder}${folder.endsWith(argument) ? '' : ` for the recipe ${argument}`}.`,
    {
      hint: 'Name the folder of a recipe’s git repository. The example recipes are made by: pnpm examples',
      exitCode: 2,
    },
  )
}

/** A work tree has `.git` at its top, a bare repository has `objects` there; git's own complaint speaks of remotes. */
function repository(folder: string): string {
  if (existsSync(join(folder, '.git')) || existsSync(join(folder, 'objects'))) return folder
  throw new CcCiError('NOT_A_GIT_REPOSITORY', `${folder} is not the top folder of a git repository.`, {
    hint: 'Name the folder that holds .git. A new recipe becomes one with: git init, git add, git commit.',
    place: { file: folder },
    exitCode: 2,
  })
}

/** `https://forge/org/recipe.git` is `recipe`. */
const nameFrom = (source: string): string =>
  basename(
    source
      .replace(/[/:]+$/, '')
      .replace(/\.git$/, '')
      .replaceAll(':', '/'),
  )

function unknownRecipe(name: string, { config, file }: Workspace, cwd: string): CcCiError {
  const known = Object.keys(config.recipes)
  const folder = existsSync(join(cwd, name)) ? ` For the folder of that name, write ./${name}.` : ''
  const where =
    file === undefined ? 'There is no cc-ci.yaml here or above that could name it' : `${file} does not name it`
  return new CcCiError('RECIPE_UNKNOWN', `No recipe is called “${name}”: ${where}.`, {
    hint: `${didYouMean(name, known) ?? 'Give a folder (./recipe) or a git URL.'}${folder}`,
    exitCode: 2,
  })
}
