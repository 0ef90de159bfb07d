import { type ComposeSource, isRecord, type KeyPath, valueAt } from './compose-source.js'

export type ComposeSection = 'services' | 'configs' | 'secrets' | 'networks'

/** What one compose file says about one service, config, secret or network. */
export interface ComposeElement {
  readonly file: string
  readonly name: string
  /** The value at a path inside the element. */
  at(...path: KeyPath): unknown
  /** The line of a path inside the element; without a path, of its name. */
  lineOf(...path: KeyPath): number
}

/** A `key: value` of a mapping, or a `key=value` or bare `key` of a list: labels and environment come as both. */
export interface ComposeEntry {
  readonly key: string
  readonly value: string | undefined
  readonly line: number
}

/** The named elements of one section of one file, in its order. */
export function elementsOf(source: ComposeSource, section: ComposeSection): ComposeElement[] {
  const elements = source.root[section]
  if (!isRecord(elements)) return []
  return Object.keys(elements).map((name) => ({
    file: source.file,
    name,
    at: (...path) => valueAt(elements[name], path),
    lineOf: (...path) => source.lineOf([section, name, ...path]),
  }))
}

/** Labels or environment at a path, whichever way they are written. */
export function entriesAt(element: ComposeElement, ...path: KeyPath): ComposeEntry[] {
  const value = element.at(...path)
  if (Array.isArray(value)) return value.flatMap((item, index) => listEntry(item, element.lineOf(...path, index)))
  if (!isRecord(value)) return []
  return Object.entries(value).map(([key, each]) => ({ key, value: textOf(each), line: element.lineOf(...path, key) }))
}

/** The names at a path, from a list of names or the keys of a mapping: `networks`, `depends_on`. */
export function namesAt(element: ComposeElement, ...path: KeyPath): Array<{ name: string; line: number }> {
  const value = element.at(...path)
  const names = Array.isArray(value)
    ? value.map((item, index) => [textOf(item), index] as const)
    : Object.keys(isRecord(value) ? value : {}).map((key) => [key, key] as const)
  return names.flatMap(([name, key]) => (name === undefined ? [] : [{ name, line: element.lineOf(...path, key) }]))
}

/** A scalar as the text it stands for; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined
}

function listEntry(item: unknown, line: number): ComposeEntry[] {
  const text = textOf(item)
  if (text === undefined) return []
  const [, key = text, value] = /^([^=]*)=([\s\S]*)$/.exec(text) ?? []
  return [{ key, value, line }]
}
