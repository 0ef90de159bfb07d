import { variablesIn } from '../recipe/env-expansion.js'
import { type ComposeElement, textOf } from './compose-element.js'
import { allElements, type RecipeTree } from './recipe-tree.js'

/** A config or secret as Swarm will know it. */
export interface VersionedResource {
  readonly element: ComposeElement
  /** The name with its variables still in it; `<stack>_<key>` when compose gives none. */
  readonly name: string
  /** The variables of the name that carry its version. */
  readonly versions: readonly string[]
  readonly line: number
}

/** Every config or secret of every compose file, with the name that Swarm will know it by. */
export function versionedResources(tree: RecipeTree, section: 'configs' | 'secrets'): VersionedResource[] {
  return allElements(tree, section).map((element) => {
    const ownName = element.at('external') === true ? element.name : `\${STACK_NAME}_${element.name}`
    const name = textOf(element.at('name')) ?? textOf(element.at('external', 'name')) ?? ownName
    const versions = variablesIn(name).filter((variable) => variable.endsWith('_VERSION'))
    return { element, name, versions, line: element.lineOf('name') }
  })
}

/** The line of abra.sh that exports a variable. */
export function exportLine(abraSh: string | undefined, variable: string): number | undefined {
  const pattern = new RegExp(`^export\\b.*\\b${variable}=`)
  const index = (abraSh ?? '').split('\n').findIndex((row) => pattern.test(row))
  return index === -1 ? undefined : index + 1
}
