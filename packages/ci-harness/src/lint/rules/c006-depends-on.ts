import { namesAt } from '../compose-element.js'
import type { LintRule } from '../lint-rule.js'
import { allElements, enabledFiles } from '../recipe-tree.js'

export const dependsOn: LintRule = {
  id: 'C006',
  severity: 'warning',
  title: 'depends_on names services that exist in that mode',
  why: 'Swarm ignores the key, but docker compose refuses the files, and every tool that lists images with it.',
  check: ({ tree }) => {
    const services = allElements(tree, 'services')
    const usual = ['compose.yml', ...enabledFiles(tree)]
    return services.flatMap((service) =>
      namesAt(service, 'depends_on').flatMap(({ name, line }) => {
        const files = services.filter((each) => each.name === name).map(({ file }) => file)
        if (files.some((file) => file === service.file || usual.includes(file))) return []
        const where = files.length === 0 ? 'which no compose file defines' : `defined only in ${files.join(', ')}`
        const message = `services.${service.name}.depends_on names ${name}, ${where}`
        return [{ message, file: service.file, line, hint: 'Remove it; Swarm has no start order.' }]
      }),
    )
  },
}
