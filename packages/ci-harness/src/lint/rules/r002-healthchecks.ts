import type { LintRule } from '../lint-rule.js'

export const healthchecks: LintRule = {
  id: 'R002',
  severity: 'warning',
  title: 'every service has a healthcheck',
  why: 'Without one Swarm calls a task running as soon as its process starts, so a broken deploy looks done.',
  check: ({ tree }) =>
    tree.services
      .filter(({ parts }) => parts.every((part) => part.at('healthcheck') === undefined))
      .map(({ name, parts: [first] }) => ({
        message: `services.${name} has no healthcheck`,
        file: first.file,
        line: first.lineOf(),
        hint: 'Add healthcheck.test; an image without a shell may bring its own probe program.',
      })),
}
