import type { LintRule } from '../lint-rule.js'
import { allElements } from '../recipe-tree.js'

const limit = 12

export const secretNames: LintRule = {
  id: 'R015',
  severity: 'warning',
  title: 'secret names have at most 12 characters',
  why: 'Stack name, secret name and version share the 64 characters of a Swarm name; a long domain needs most of them.',
  check: ({ tree }) =>
    allElements(tree, 'secrets')
      .filter(({ name }) => name.length > limit)
      .map((secret) => ({
        message: `secrets.${secret.name} has a name of ${secret.name.length} characters`,
        file: secret.file,
        line: secret.lineOf(),
        hint: `Shorten it to ${limit}; the container may still see a longer one through target.`,
      })),
}
