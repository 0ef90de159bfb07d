import { CcCiError } from '@cc-ci/kernel'
import type { Workspace } from '../workspace/load-workspace.js'

/** The recipes to test: those that were named, or with `all` every enrolled one. No recipe at all is an error (V-05). */
export function chooseRecipes(
  typed: readonly string[],
  all: boolean,
  workspace: Pick<Workspace, 'config' | 'file'>,
  warm: readonly string[] = [],
): readonly string[] {
  if (!all && typed.length > 0) return typed
  if (!all) {
    throw new CcCiError(
      'ARGUMENT_MISSING',
      'Missing: <recipe> (name from cc-ci.yaml, folder of a repository, or git URL).',
      {
        hint: 'Name one, or test every enrolled one with --all. See: cc-ci test --help',
        exitCode: 2,
      },
    )
  }
  if (typed.length > 0) {
    throw new CcCiError(
      'FLAGS_CONFLICT',
      `--all means every enrolled recipe, so ${typed.join(', ')} cannot be named beside it.`,
      {
        hint: 'Leave out either.',
        exitCode: 2,
      },
    )
  }
  return enrolledRecipes(workspace, warm)
}

/**
 * Every recipe that cc-ci.yaml enrols, and those that are kept warm; to find none throws ENROLMENT_EMPTY, since testing
 * nothing is no success (V-05).
 */
export function enrolledRecipes(
  { config, file }: Pick<Workspace, 'config' | 'file'>,
  warm: readonly string[],
): readonly string[] {
  const all = Object.entries(config.recipes)
  const enrolled = all.flatMap(([name, entry]) => (entry.enrolled || warm.includes(name) ? [name] : []))
  if (enrolled.length > 0) return enrolled
  const where = file === undefined ? 'there is no cc-ci.yaml here or above' : `${file} enrols none`
  throw new CcCiError('ENROLMENT_EMPTY', `No recipe is enrolled: ${where}.`, {
    hint: 'Set enrolled: true for recipes in cc-ci.yaml. Testing nothing is no success.',
    ...(file !== undefined && { place: { file, key: 'recipes' } }),
    exitCode: 2,
  })
}
