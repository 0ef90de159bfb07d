import type { LintContext, LintRule } from '../lint-rule.js'
import { enabledFiles, type RecipeTree } from '../recipe-tree.js'
import type { RuleFinding } from '../rule-finding.js'

/** Every instance has these, whatever its sample says. */
const always = new Set(['STACK_NAME', 'DOMAIN', 'TYPE', 'RECIPE'])

export const newVariables: LintRule = {
  id: 'C005',
  severity: 'warning',
  title: 'a new variable has a default in the compose file',
  why: 'An instance keeps its env file on upgrade, so a variable that is new in the sample is empty there.',
  unchecked: ({ previous }) => (previous === undefined ? 'no previous version was given' : undefined),
  check: (context) => {
    const { tree, previous } = context
    if (previous === undefined) return []
    const known = new Set([...always, ...Object.keys(previous.env), ...requiredVariables(previous).keys()])
    const isGiven = (name: string): boolean => known.has(name) || isExported(tree, name)
    return [...requiredVariables(tree)]
      .filter(([name]) => !isGiven(name))
      .map(([name, place]) => ({
        message: `${name} is new since ${context.sources.previous?.version} and has no default`,
        ...placeInSample(context, name, place),
        hint: `Write \${${name}:-default} in the compose file, or tell operators in release/next.`,
      }))
  },
}

type Place = Pick<RuleFinding, 'file' | 'line'>

/** Variables without default in the files that the sample switches on, each with its first place. */
function requiredVariables(tree: RecipeTree): Map<string, Place> {
  const required = new Map<string, Place>()
  for (const file of enabledFiles(tree)) {
    const rows = (tree.files[file] ?? '').split('\n')
    for (const [index, row] of rows.entries()) {
      for (const name of variablesWithoutDefault(row)) {
        if (!required.has(name)) required.set(name, { file, line: index + 1 })
      }
    }
  }
  return required
}

function variablesWithoutDefault(row: string): string[] {
  const text = row.replace(/(?:^|\s)#.*$/, '').replaceAll('$$', '')
  return [...text.matchAll(/\$(?:\{([A-Za-z_]\w*)(?:\}|:?\?)|([A-Za-z_]\w*))/g)].map(
    ([, braced, bare]) => braced ?? bare ?? '',
  )
}

function isExported(tree: RecipeTree, name: string): boolean {
  return Object.hasOwn(tree.env, name) && !tree.sample?.entries.some(({ key }) => key === name)
}

function placeInSample({ tree }: LintContext, name: string, otherwise: Place): Place {
  const entry = tree.sample?.entries.find(({ key }) => key === name)
  return entry === undefined ? otherwise : { file: '.env.sample', line: entry.line }
}
