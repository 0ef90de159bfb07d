import { expandText } from '../../recipe/env-expansion.js'
import type { LintRule } from '../lint-rule.js'
import { versionedResources } from '../versioned-resource.js'

/** Docker Swarm's own limit. */
const limit = 64

export const nameLength: LintRule = {
  id: 'C012',
  severity: 'error',
  title: 'config and secret names fit into 64 characters with the stack’s name',
  why: 'Swarm refuses longer names, and abra refuses the deploy: "secret X is > 64 chars when combined with Y".',
  unchecked: (sources) => (sources.stackNameExample === undefined ? 'no stack name was given' : undefined),
  check: ({ tree, sources }) => {
    if (sources.stackNameExample === undefined) return []
    return (['configs', 'secrets'] as const).flatMap((section) =>
      versionedResources(tree, section).flatMap(({ element, name, line }) => {
        const full = expandText(name, tree.env)
        if (full.length <= limit || full.includes('${')) return []
        const message = `${section}.${element.name} becomes ${full}, ${full.length} characters`
        return [{ message, file: element.file, line, hint: `Shorten it by ${full.length - limit}, or the domain.` }]
      }),
    )
  },
}
