import { entriesAt } from '../compose-element.js'
import type { LintRule } from '../lint-rule.js'
import { allElements, type RecipeTree } from '../recipe-tree.js'
import type { RuleFinding } from '../rule-finding.js'

export const backupLabelPlace: LintRule = {
  id: 'C002',
  severity: 'error',
  title: 'backup labels stand under deploy.labels',
  why: 'The backup bot reads the labels of Swarm services; directly under a service they do nothing, without a word.',
  check: ({ tree }) =>
    allElements(tree, 'services').flatMap((service) =>
      entriesAt(service, 'labels')
        .filter(({ key }) => key.startsWith('backupbot.'))
        .map(({ key, line }) => ({
          message: `services.${service.name}.labels ${key} is outside deploy and does nothing`,
          file: service.file,
          line,
          hint: 'Move it under deploy.labels.',
        })),
    ),
}

export const backupLabelSyntax: LintRule = {
  id: 'C003',
  severity: 'warning',
  title: 'backup labels follow version 2 of the backup bot',
  why: 'Version 2 probably ignores backupbot.backup.path and saves whole volumes; beside v2 labels it says two things.',
  check: ({ tree }) => {
    const labels = deployLabels(tree)
    const mixed = labels.some(({ key }) => key.startsWith('backupbot.backup.volumes.'))
    return labels.flatMap(({ service, key, file, line }) => {
      const place = { file, line }
      const subject = `services.${service}.deploy.labels ${key}`
      if (key === 'backupbot.backup.command') {
        return [{ ...place, message: `${subject} never was a label`, hint: 'Use backupbot.backup.pre-hook.' }]
      }
      if (key !== 'backupbot.backup.path') return []
      const message = `${subject} is version 1 syntax${mixed ? ', mixed with version 2' : ''}`
      return [{ ...place, message, hint: 'Use backupbot.backup.volumes.<volume>.path, relative to the volume.' }]
    })
  },
}

function deployLabels(tree: RecipeTree): Array<Pick<RuleFinding, 'file' | 'line'> & { service: string; key: string }> {
  return allElements(tree, 'services').flatMap((service) =>
    entriesAt(service, 'deploy', 'labels').map(({ key, line }) => ({
      service: service.name,
      key,
      file: service.file,
      line,
    })),
  )
}
