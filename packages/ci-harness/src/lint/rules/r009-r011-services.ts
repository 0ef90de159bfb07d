import { entriesAt } from '../compose-element.js'
import type { LintRule } from '../lint-rule.js'
import { interpolate } from '../recipe-tree.js'

export const appService: LintRule = {
  id: 'R009',
  severity: 'error',
  title: 'compose.yml has a service app',
  why: 'abra puts its labels and variables on app and aims its commands there.',
  check: ({ tree, sources }) => {
    const hint = 'Name the main service app.'
    if (sources.files['compose.yml'] === undefined) {
      return [{ message: 'is missing, and with it the service app', file: 'compose.yml', line: 1, hint }]
    }
    const base = tree.compose.find(({ file }) => file === 'compose.yml')
    if (base === undefined || tree.services.some(({ name }) => name === 'app')) return []
    return [{ message: 'no service is named app', file: base.file, line: base.lineOf(['services']), hint }]
  },
}

export const traefikEnabled: LintRule = {
  id: 'R010',
  severity: 'error',
  title: 'a service has the deploy label traefik.enable=true',
  why: 'Traefik routes only services with this label: without it nobody reaches the app.',
  check: ({ tree }) => {
    const parts = tree.services.flatMap((service) => service.parts)
    const labels = parts.flatMap((part) => entriesAt(part, 'deploy', 'labels'))
    const enabled = labels.some(
      ({ key, value = '' }) => key === 'traefik.enable' && ['true', undefined].includes(interpolate(tree, value)),
    )
    const place = parts.find(({ name }) => name === 'app') ?? parts[0]
    if (enabled || place === undefined) return []
    const message = 'no service has the deploy label traefik.enable=true'
    const line = place.lineOf('deploy', 'labels')
    return [{ message, file: place.file, line, hint: 'Add "traefik.enable=true" under deploy.labels.' }]
  },
}

export const serviceImages: LintRule = {
  id: 'R011',
  severity: 'error',
  title: 'every service has an image',
  why: 'An overlay that names a service compose.yml does not know adds one without image, and its mode cannot deploy.',
  check: ({ tree }) =>
    tree.services
      .filter(({ parts }) => parts.every((part) => !part.at('image')))
      .map(({ name, parts: [first] }) => ({
        message: `services.${name} has no image in any compose file`,
        file: first.file,
        line: first.lineOf(),
        hint: `Add an image, or correct the name: known are ${tree.services.map((each) => each.name).join(', ')}.`,
      })),
}
