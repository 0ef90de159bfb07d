import type { LintRule } from '../lint-rule.js'
import { allElements, interpolate } from '../recipe-tree.js'
import { mountsOf } from '../service-volumes.js'

/** Paths that every Docker host has. */
const onEveryHost = /^\/$|^\/(?:dev|proc|sys|var\/lib\/docker)(?:\/|$)|^\/(?:var\/)?run\/docker\.sock$/

export const bindSources: LintRule = {
  id: 'C009',
  severity: 'warning',
  title: 'no bind mount needs a path of the host',
  why: 'Swarm rejects every task on a node that lacks the path, and not even /etc/timezone is everywhere.',
  check: ({ tree }) =>
    allElements(tree, 'services').flatMap((service) =>
      mountsOf(service).flatMap(({ source, isBind, line }) => {
        const path = isBind && source !== undefined ? interpolate(tree, source) : undefined
        if (path === undefined || !/^[./~]/.test(path) || onEveryHost.test(path)) return []
        const message = `services.${service.name}.volumes binds ${path}, which a host may lack`
        return [{ message, file: service.file, line, hint: 'Use a named volume, or a config for a file.' }]
      }),
    ),
}
