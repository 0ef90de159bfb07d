import { CcCiError } from '@cc-ci/kernel'
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { offsetOfDeepNesting } from './yaml-nesting.js'

export type KeyPath = ReadonlyArray<string | number>

/** One compose file as values, and the place of each. Lines count from 1. */
export interface ComposeSource {
  readonly file: string
  readonly root: Readonly<Record<string, unknown>>
  /** The line of the key or list item at this path; for a path that leads nowhere, of the last part that exists. */
  lineOf(path: KeyPath): number
}

/** Several times the largest real compose file. The parser's time grows with the square of the number of keys. */
const longestText = 65_536

/** Reads one compose file, anchors and merge keys resolved; throws COMPOSE_INVALID_YAML with file and line. */
export function parseComposeSource(file: string, text: string): ComposeSource {
  if (text.length > longestText) throw invalidYaml({ file, line: 1 }, `it is longer than ${longestText} characters`)
  const deep = offsetOfDeepNesting(text)
  if (deep !== undefined) throw invalidYaml({ file, line: text.slice(0, deep).split('\n').length }, 'it nests too deep')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false })
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line)
  const [error] = document.errors
  if (error !== undefined) throw invalidYaml({ file, line: lineAt(error.pos[0]) }, error.message, error)
  const root = plainValueOf(document, file)
  if (!isRecord(root)) throw invalidYaml({ file, line: 1 }, 'the document is no mapping')
  return { file, root, lineOf: (path) => offsetsAlong(document, path).map(lineAt).at(-1) ?? 1 }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of mappings and lists; undefined when the path leads nowhere. */
export function valueAt(root: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)]
    return isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined
  }, root)
}

function plainValueOf(document: Document, file: string): unknown {
  try {
    return document.toJS() ?? {}
  } catch (cause) {
    throw invalidYaml({ file, line: 1 }, cause instanceof Error ? cause.message : String(cause), cause)
  }
}

function offsetsAlong(document: Document, path: KeyPath): number[] {
  const offsets: number[] = []
  let node: unknown = document.contents
  for (const part of path) {
    const step = stepInto(document, node, part)
    if (step === undefined) break
    offsets.push(step.offset)
    node = step.node
  }
  return offsets
}

interface Step {
  readonly offset: number
  readonly node: unknown
}

function stepInto(document: Document, from: unknown, part: string | number): Step | undefined {
  const node = isAlias(from) ? from.resolve(document) : from
  if (isMap(node)) return stepIntoMap(document, node, part)
  const item = isSeq(node) ? node.items[Number(part)] : undefined
  return isNode(item) && item.range ? { offset: item.range[0], node: item } : undefined
}

function stepIntoMap(document: Document, map: YAMLMap, part: string | number): Step | undefined {
  for (const { key, value } of map.items) {
    if (isScalar(key) && key.range && String(key.value) === String(part)) return { offset: key.range[0], node: value }
  }
  return mergedMaps(map)
    .map((merged) => stepInto(document, merged, part))
    .find((step) => step !== undefined)
}

function mergedMaps(map: YAMLMap): unknown[] {
  const merge = map.items.find(({ key }) => isScalar(key) && key.source === '<<')?.value
  return isSeq(merge) ? merge.items : merge === undefined ? [] : [merge]
}

function invalidYaml(place: { file: string; line: number }, state: string, cause?: unknown): CcCiError {
  return new CcCiError('COMPOSE_INVALID_YAML', `${place.file}:${place.line}: not valid YAML: ${state}`, {
    hint: 'Correct the YAML; Docker and abra cannot read the file either.',
    exitCode: 2,
    place,
    cause,
  })
}
