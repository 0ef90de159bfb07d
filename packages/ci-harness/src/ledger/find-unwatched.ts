import type { ComposeDocument } from '../recipe/compose-document.js'
import { volumesOf } from '../recipe/service-mounts.js'
import type { Unproven } from './store.js'

/** The places of a compose file where cc-ci writes nothing, each with the reason, so that none is dropped in silence. */
export function findUnwatched(document: ComposeDocument): Unproven[] {
  const services = document.services.map(({ name }) => ({ name, ...volumesOf(document, name) }))
  const written = new Set(services.flatMap(({ writable }) => writable.map(({ volume }) => volume)))
  const readOnly = services.flatMap((service) => service.readOnly.map(({ volume }) => volume))
  return [
    ...[...new Set(readOnly)]
      .filter((volume) => !written.has(volume))
      .map((volume) => unwatched(`volume ${volume}`, 'mounted read-only, so the app writes nothing into it')),
    ...services.flatMap(({ name, tmpfs }) =>
      tmpfs.map((target) => unwatched(`tmpfs ${name}:${target}`, 'in memory, and gone with every new task')),
    ),
    ...services.flatMap(({ name, binds }) =>
      binds.map(({ target, source }) =>
        unwatched(`bind ${name}:${target}`, `the host’s ${source}, which is not the app’s`),
      ),
    ),
    ...services.flatMap(({ name, anonymous }) => anonymous.map((target) => anonymousVolume(name, target, 'no name'))),
  ]
}

/** Swarm makes it anew for each task, whether the compose file or the image asks for it. */
export function anonymousVolume(service: string, target: string, origin: string): Unproven {
  return unwatched(`anonymous volume ${service}:${target}`, `${origin}, so each new task begins with an empty one`)
}

function unwatched(name: string, why: string): Unproven {
  return { name, kind: 'mount', backup: 'unwatched', reason: `Not covered: ${why}.` }
}
