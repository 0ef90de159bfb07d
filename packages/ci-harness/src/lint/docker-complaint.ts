import { valueAt } from './compose-source.js'
import type { RecipeSources } from './recipe-sources.js'
import type { RecipeTree } from './recipe-tree.js'
import type { RuleFinding } from './rule-finding.js'

/** The reason Docker gave for refusing the files; undefined when it took them or was not asked. */
export function dockerComplaint({ dockerConfigOutput: output }: RecipeSources): string | undefined {
  if (output === undefined || output.exitCode === 0) return undefined
  const lastRow = output.stderr.trim().split('\n').at(-1)?.trim()
  return lastRow || `docker stack config ended with exit code ${output.exitCode} and said nothing`
}

/** Docker names a path such as `services.app.deploy.replicas` but no file; the last file that has it decided. */
export function placeOfComplaint(tree: RecipeTree, complaint: string): Pick<RuleFinding, 'file' | 'line'> {
  const path = /\b((?:services|configs|secrets|networks|volumes)\.\S+)/.exec(complaint)?.[1]?.split('.') ?? []
  for (let length = path.length; length > 1; length -= 1) {
    const part = path.slice(0, length)
    const source = tree.compose.findLast(({ root }) => valueAt(root, part) !== undefined)
    if (source !== undefined) return { file: source.file, line: source.lineOf(part) }
  }
  return { file: 'compose.yml', line: 1 }
}
