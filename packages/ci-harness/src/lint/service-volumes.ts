import { type ComposeElement, textOf } from './compose-element.js'
import { isRecord } from './compose-source.js'

/** One mount of a service, from either way of writing it. */
export interface ServiceMount {
  /** A volume's name or a path; undefined for an anonymous volume. */
  readonly source: string | undefined
  readonly isBind: boolean
  readonly isWritable: boolean
  readonly line: number
}

/** The volumes and bind mounts of one service in one file; tmpfs is neither. */
export function mountsOf(service: ComposeElement): ServiceMount[] {
  const items = service.at('volumes')
  if (!Array.isArray(items)) return []
  return items.flatMap((item, index) => {
    const line = service.lineOf('volumes', index)
    const mount = isRecord(item) ? longMount(item) : shortMount(textOf(item) ?? '')
    return mount === undefined ? [] : [{ ...mount, line }]
  })
}

function longMount(item: Record<string, unknown>): Omit<ServiceMount, 'line'> | undefined {
  if (item.type === 'tmpfs') return undefined
  return { source: textOf(item.source), isBind: item.type === 'bind', isWritable: item.read_only !== true }
}

/** `source:target:mode`; a colon inside `${X:-y}` separates nothing. */
function shortMount(text: string): Omit<ServiceMount, 'line'> {
  const parts = text.match(/(?:\$\{[^}]*\}|[^:])+/g) ?? []
  const [source, target, mode = ''] = parts
  if (target === undefined) return { source: undefined, isBind: false, isWritable: true }
  return { source, isBind: /^[./~$]/.test(source ?? ''), isWritable: !mode.split(',').includes('ro') }
}
