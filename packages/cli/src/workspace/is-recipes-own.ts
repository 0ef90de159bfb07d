import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

const composeFile = /^compose(\.[^/]+)?\.ya?ml$/

/**
 * Whether a workspace lies in the repository of a recipe. Such a cc-ci.yaml came with the code that it would approve, as
 * a pull request's does in a CI checkout: it approves nothing, and its overlays are not ours.
 */
export function isRecipesOwn(workspace: string): boolean {
  for (let folder = realpathSync(workspace); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return readdirSync(folder).some((name) => composeFile.test(name))
    if (folder === dirname(folder)) return false
  }
}
