import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml'

type Ranged = { readonly range?: readonly [number, number, number] | null | undefined }

/**
 * The text of a cc-ci.yaml with `codeApproved` of a recipe set. Only that value, or one line that is new, differs:
 * comments, order and layout are the author's. Undefined where the entry is no plain mapping, such as an alias.
 */
export function setCodeApproved(text: string, recipe: string, approved: boolean): string | undefined {
  const document = parseDocument(text)
  const entry = document.getIn(['recipes', recipe], true)
  if (!isMap(entry)) return undefined
  const changed = changeEntry(text, entry, approved)
  if (changed === undefined) return undefined
  return parseDocument(changed).getIn(['recipes', recipe, 'codeApproved']) === approved ? changed : undefined
}

function changeEntry(text: string, entry: YAMLMap, approved: boolean): string | undefined {
  const existing = entry.items.find(({ key }) => isScalar(key) && key.value === 'codeApproved')
  if (existing !== undefined) return replaceValue(text, existing, approved)
  const last = entry.items.at(-1)
  const end = rangeOf(last?.value)?.[1]
  const start = rangeOf(entry.items[0]?.key)?.[0]
  if (end === undefined || start === undefined) return undefined
  if (entry.flow) return `${text.slice(0, end)}, codeApproved: ${approved}${text.slice(end)}`
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1))
  const lineEnd = text.indexOf('\n', end)
  const at = lineEnd === -1 ? text.length : lineEnd
  return `${text.slice(0, at)}\n${indent}codeApproved: ${approved}${text.slice(at)}`
}

function replaceValue(text: string, { value }: Pair, approved: boolean): string | undefined {
  const range = rangeOf(value)
  return range === undefined ? undefined : `${text.slice(0, range[0])}${approved}${text.slice(range[1])}`
}

const rangeOf = (node: unknown): readonly [number, number, number] | undefined =>
  (node as Ranged | null)?.range ?? undefined
