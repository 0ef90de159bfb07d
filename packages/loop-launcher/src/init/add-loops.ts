import { isMap, isSeq, parseDocument, type YAMLSeq } from 'yaml'
import { type FirstLoop, firstLoops, loopEntry, loopsText, protocolText } from './loop-entries.js'

export type ChangedConfig =
  | {
      readonly ok: true
      /** The text as it was when nothing was missing. */
      readonly text: string
      /** What was added, in words. */
      readonly added: readonly string[]
    }
  /** `obstacles`: what stands where an addition belongs. */
  | { readonly ok: false; readonly obstacles: readonly string[] }

/**
 * Adds the first loops and the protocol to the text of a cc-ci.yaml that is valid. Where a whole key is new, its text
 * is appended and nothing else differs; a list of loops that is there already gets the missing ones at its end.
 */
export function addLoops(text: string): ChangedConfig {
  const document = parseDocument(text)
  const present = presentLoops(document.get('loops'))
  const obstacles = firstLoops.flatMap((name) => {
    const role = present.get(name)
    return role === undefined || role === name ? [] : [`cc-ci.yaml: a loop named ${name} whose role is ${role}`]
  })
  if (obstacles.length > 0) return { ok: false, obstacles }
  const missing = firstLoops.filter((name) => !present.has(name))
  const withoutProtocol = !document.has('protocol')
  const added = [...(withoutProtocol ? ['protocol'] : []), ...missing.map((name) => `loop ${name}`)]
  if (added.length === 0) return { ok: true, text, added }
  const changed = change(text, { missing, withoutProtocol, hasLoops: present.size > 0 })
  if (changed !== undefined && isComplete(changed)) return { ok: true, text: changed, added }
  return { ok: false, obstacles: ['cc-ci.yaml: is written in a way to which nothing can be added'] }
}

interface Missing {
  readonly missing: readonly FirstLoop[]
  readonly withoutProtocol: boolean
  readonly hasLoops: boolean
}

function change(text: string, { missing, withoutProtocol, hasLoops }: Missing): string | undefined {
  const appended = [
    ...(withoutProtocol ? [protocolText] : []),
    ...(hasLoops || missing.length === 0 ? [] : [loopsText(missing)]),
  ]
  const withKeys = appended.length === 0 ? text : append(withoutEmptyLoops(text, hasLoops), appended)
  return hasLoops && missing.length > 0 ? extendList(withKeys, missing) : withKeys
}

/** A key without a value would stand beside the new one. */
function withoutEmptyLoops(text: string, hasLoops: boolean): string {
  return hasLoops ? text : text.replace(/^loops:[ \t]*(\[\][ \t]*)?\r?$\n?/m, '')
}

function append(text: string, parts: readonly string[]): string {
  const body = text.trimEnd()
  return `${body === '' ? '' : `${body}\n\n`}${parts.join('\n')}`
}

function extendList(text: string, missing: readonly FirstLoop[]): string | undefined {
  const document = parseDocument(text)
  const loops = document.get('loops')
  if (!isSeq(loops)) return undefined
  for (const name of missing) (loops as YAMLSeq).add(document.createNode(loopEntry(name)))
  return document.toString({ lineWidth: 0 })
}

/** Name to role; what is no mapping is left for the schema to complain about. */
function presentLoops(loops: unknown): ReadonlyMap<string, string> {
  const items = isSeq(loops) ? loops.items : []
  return new Map(items.flatMap((item) => (isMap(item) ? [[String(item.get('name')), String(item.get('role'))]] : [])))
}

function isComplete(text: string): boolean {
  const document = parseDocument(text)
  const loops = presentLoops(document.get('loops'))
  return document.errors.length === 0 && document.has('protocol') && firstLoops.every((name) => loops.has(name))
}
