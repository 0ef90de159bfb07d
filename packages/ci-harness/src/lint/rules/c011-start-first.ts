import { type ComposeElement, textOf } from '../compose-element.js'
import type { LintRule } from '../lint-rule.js'
import { interpolate, type RecipeService, type RecipeTree } from '../recipe-tree.js'
import { mountsOf } from '../service-volumes.js'

export const startFirst: LintRule = {
  id: 'C011',
  severity: 'warning',
  title: 'a service with data does not start first and roll back',
  why: 'Old and new task write one volume at once; the doubled memory fails the new one and Swarm rolls back unseen.',
  check: ({ tree }) =>
    tree.services.flatMap((service) => {
      const order = updateSetting(tree, service, 'order')
      const action = updateSetting(tree, service, 'failure_action')
      const isWriter = service.parts.some((part) => mountsOf(part).some(({ isWritable }) => isWritable))
      if (order?.value !== 'start-first' || action?.value !== 'rollback' || !isWriter) return []
      const { part } = order
      const message = `services.${service.name}.deploy.update_config starts first, rolls back, and has a writable volume`
      const line = part.lineOf('deploy', 'update_config', 'order')
      return [{ message, file: part.file, line, hint: 'Write order: stop-first.' }]
    }),
}

/** The last file that has the setting wins, as when Docker merges them. */
function updateSetting(
  tree: RecipeTree,
  { parts }: RecipeService,
  key: string,
): { part: ComposeElement; value: string | undefined } | undefined {
  const part = parts.findLast((each) => each.at('deploy', 'update_config', key) !== undefined)
  const text = textOf(part?.at('deploy', 'update_config', key))
  return part === undefined || text === undefined ? undefined : { part, value: interpolate(tree, text) }
}
