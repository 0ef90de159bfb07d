import { textOf } from '../compose-element.js'
import type { LintContext, LintRule } from '../lint-rule.js'
import { interpolate, type RecipeTree } from '../recipe-tree.js'
import type { RuleFinding } from '../rule-finding.js'
import { exportLine, type VersionedResource, versionedResources } from '../versioned-resource.js'

export const configBump: LintRule = {
  id: 'C004',
  severity: 'error',
  title: 'a changed config file comes with a changed version',
  why: 'Swarm cannot change a config: the upgrade stops half-way with "only updates to Labels are allowed".',
  unchecked: ({ previous }) => (previous === undefined ? 'no previous version was given' : undefined),
  check: (context) => {
    const { tree, previous } = context
    if (previous === undefined) return []
    const before = contentsByName(previous)
    return versionedResources(tree, 'configs').flatMap((config) => {
      const content = contentOf(tree, config)
      const known = before.get(nameOf(tree, config))
      return content === undefined || known === undefined || known.has(content) ? [] : [findingFor(config, context)]
    })
  },
}

/** Files by the name that Swarm knew them by; overlays can give several to one name. */
function contentsByName(tree: RecipeTree): Map<string, Set<string>> {
  const contents = new Map<string, Set<string>>()
  for (const config of versionedResources(tree, 'configs')) {
    const content = contentOf(tree, config)
    const name = nameOf(tree, config)
    if (content !== undefined) contents.set(name, (contents.get(name) ?? new Set()).add(content))
  }
  return contents
}

function nameOf(tree: RecipeTree, { name }: VersionedResource): string {
  return interpolate(tree, name) ?? name
}

function contentOf(tree: RecipeTree, { element }: VersionedResource): string | undefined {
  const file = textOf(element.at('file'))
  return file === undefined ? undefined : tree.files[file.replace(/^\.\//, '')]
}

function findingFor(config: VersionedResource, { sources }: LintContext): RuleFinding {
  const { element, versions, line } = config
  const [variable] = versions
  const message = `configs.${element.name}: ${textOf(element.at('file'))} differs from ${sources.previous?.version}`
  if (variable === undefined) {
    const hint = `Give the config a name with a version: name: \${STACK_NAME}_${element.name}_\${…_VERSION}.`
    return { message: `${message}, and its name has no version`, file: element.file, line, hint }
  }
  const exported = exportLine(sources.files['abra.sh'], variable)
  const place = exported === undefined ? { file: element.file, line } : { file: 'abra.sh', line: exported }
  return { ...place, message: `${message}, but ${variable} is the same`, hint: `Raise ${variable} in ${place.file}.` }
}
