import type { ComposeService } from '../recipe/compose-service.js'
import { parseImageReference } from '../recipe/image-reference.js'

/** What gives a database server away in a compose file. */
export interface ServerSigns {
  /** Matches the last part of the image's name. */
  readonly images: RegExp
  /** Matches names of variables; an app that only connects may have them too. */
  readonly settings: RegExp
  readonly dataFolders: readonly string[]
}

/** A server has the image, or both the settings and something mounted where such a server keeps its data. */
export function isServer({ image = '', environment, mounts }: ComposeService, signs: ServerSigns): boolean {
  const name = parseImageReference(image)?.repository.split('/').at(-1) ?? ''
  if (signs.images.test(name)) return true
  const hasSettings = Object.keys(environment).some((variable) => signs.settings.test(variable))
  return hasSettings && mounts.some(({ target }) => holdsAny(target, signs.dataFolders))
}

/** Whether one of the folders lies in what is mounted at `target`, or the other way round. */
export function holdsAny(target: string, folders: readonly string[]): boolean {
  return folders.some((folder) => isIn(folder, target) || isIn(target, folder))
}

function isIn(path: string, folder: string): boolean {
  const base = folder.replace(/\/+$/, '')
  return path === base || path.startsWith(`${base}/`)
}
