import { isAbsolute, join } from 'node:path/posix'
import { mapOf, type YamlMap } from './compose-yaml.js'

/** What Docker's loader needs to complete one service: where paths start, and what `~` is. */
export interface ComposeSurroundings {
  /** Absolute path of the folder that the compose files lie in. */
  readonly folder: string
  readonly home: string | undefined
}

/** `file` as an absolute path; an absolute one stays as written. */
export function absolutePath(file: string, { folder }: Pick<ComposeSurroundings, 'folder'>): string {
  return isAbsolute(file) ? file : join(folder, file)
}

/** One item of a service's `volumes` in its long form, with a bind mount's source made absolute. */
export function longMount(item: unknown, surroundings: ComposeSurroundings): unknown {
  const mount = typeof item === 'string' ? splitMount(item) : item
  if (typeof mount !== 'object' || mount === null) return item
  const { type, source } = mapOf(mount)
  if (type !== 'bind' || typeof source !== 'string' || source === '') return mount
  const { home } = surroundings
  const expanded = home !== undefined && source.startsWith('~') ? home + source.slice(1) : source
  return { ...mount, source: isWindowsPath(expanded) ? expanded : absolutePath(expanded, surroundings) }
}

/** `[source:]target[:options]`; what is not of that form stays a text, for Docker to refuse. */
function splitMount(text: string): YamlMap | string {
  // Docker looks for no source in so short a text.
  if (text.length === 1 || text.length === 2) return { type: 'volume', target: text }
  const [first = '', target, options, ...more] = sectionsOf(text)
  if ([first, target, options].includes('') || more.length > 0) return text
  if (target === undefined) return { type: 'volume', target: first }
  const type = /^[./~]/.test(first) || isWindowsPath(first) ? 'bind' : 'volume'
  return { type, source: first, target, ...mountOptions(options?.split(',') ?? []) }
}

/** The parts between the colons; one of a single letter is a Windows drive to Docker, and belongs to the next. */
function sectionsOf(text: string): string[] {
  const sections: string[] = []
  for (const part of text.split(':')) {
    const isDrive = /^[a-z]$/i.test(sections.at(-1) ?? '')
    sections.push(isDrive ? `${sections.pop()}:${part}` : part)
  }
  return sections
}

function mountOptions(options: readonly string[]): YamlMap {
  const propagation = options.findLast((option) => /^r?(private|shared|slave)$/.test(option))
  return {
    ...(options.findLast((option) => option === 'ro' || option === 'rw') === 'ro' && { read_only: true }),
    ...(options.includes('nocopy') && { volume: { nocopy: true } }),
    ...(propagation !== undefined && { bind: { propagation } }),
  }
}

function isWindowsPath(text: string): boolean {
  return /^[a-z]:[\\/]/i.test(text) || text.startsWith('\\\\')
}

const portText = /^(?:(?:.*:)?(?:(\d+)(?:-(\d+))?)?:)?(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/i

/** One item of a service's `ports` in its long form, a range as one item per port; Docker ignores the address. */
export function longPorts(item: unknown): unknown[] {
  if (typeof item !== 'string' && typeof item !== 'bigint') return [item]
  const match = portText.exec(`${item}`)
  if (match === null) return [item]
  const [, published, publishedEnd = published, target = '', targetEnd = target, protocol = 'tcp'] = match
  const count = Number(targetEnd) - Number(target)
  if (count < 0 || (published !== undefined && Number(publishedEnd) - Number(published) !== count)) return [item]
  return Array.from({ length: count + 1 }, (_, index) => ({
    mode: 'ingress',
    target: Number(target) + index,
    ...(published !== undefined && { published: Number(published) + index }),
    protocol: protocol.toLowerCase(),
  }))
}
