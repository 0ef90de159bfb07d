import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'

/**
 * The folder with `plans` and `prompts` that cc-ci brings. `root` is the folder of the program: the published one has
 * them beside its code, and only in the repository are there sources, with both folders at its top.
 */
export function planPackageFolder(root: string): string {
  return existsSync(join(root, 'src')) ? join(root, '..', '..') : join(root, 'dist', 'plan-package')
}

/** Texts by path, such as `plans/plan.md`. Throws PLAN_PACKAGE_MISSING. */
export function readPlanPackage(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(join(folder, 'plans', 'phases.yaml'))) {
    throw new CcCiError('PLAN_PACKAGE_MISSING', `The plan package is not in ${folder}.`, {
      hint: 'Install cc-ci anew: plans and prompts belong to it.',
      place: { file: folder },
    })
  }
  const files = ['plans', 'prompts'].flatMap((name) => filesBelow(join(folder, name)))
  return new Map(
    files.map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')] as const),
  )
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
