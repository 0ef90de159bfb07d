/** The parts of an image name, with Docker's defaults filled in. */
export interface ImageReference {
  /** As the recipe writes it. */
  readonly text: string
  readonly registry: string
  /** Without the registry: `library/nginx`. */
  readonly repository: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

const shape = /^(?<path>[^\s@]+?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>[a-z0-9]+:[0-9a-f]{32,}))?$/
const movingChannel = /^(?:latest|stable|edge|nightly|main|master|develop|dev|next|unstable|testing|current|rolling)\b/i

/** Reads an image name; undefined for text that Docker would not take for one, e.g. an unset variable. */
export function parseImageReference(text: string): ImageReference | undefined {
  const { path, tag, digest } = shape.exec(text.trim())?.groups ?? {}
  if (path === undefined || !/^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*$/.test(path)) return undefined
  const slash = path.indexOf('/')
  const first = slash === -1 ? '' : path.slice(0, slash)
  const hasRegistry = /[.:]/.test(first) || first === 'localhost'
  if (!hasRegistry && path.includes(':')) return undefined
  const rest = hasRegistry ? path.slice(slash + 1) : path
  const registry = hasRegistry && first !== 'index.docker.io' ? first : 'docker.io'
  const repository = registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest
  return { text, registry, repository, tag, digest }
}

/**
 * whether the same name can mean another image tomorrow by intention: no tag, a channel such as `latest`, or a
 * tag without any number. A digest fixes the image, whatever the tag says.
 */
export function isMovingTag({ tag, digest }: Pick<ImageReference, 'tag' | 'digest'>): boolean {
  if (digest !== undefined) return false
  return tag === undefined || movingChannel.test(tag) || !/\d/.test(tag)
}
