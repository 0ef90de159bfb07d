import { closest, distance } from 'fastest-levenshtein'
import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml'
import type { z } from 'zod'
import { knownKeysAt } from './schema-keys.js'

/** What is wrong with a document, and where a person finds it. Lines count from 1. */
export interface DocumentProblem {
  readonly message: string
  readonly line: number
  readonly key: string
  readonly hint: string | undefined
}

export type ReadDocument<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] }

type LineOf = (path: readonly PropertyKey[]) => number

/** Reads YAML text against a schema; every problem comes with its line and key, a misspelt key with the likely one. */
export function readYamlDocument<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): ReadDocument<z.infer<Schema>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => invalidYaml(error.message, lines.linePos(error.pos[0]).line))
    return { ok: false, problems }
  }
  let value: unknown
  try {
    value = document.toJS() ?? {}
  } catch (error) {
    return { ok: false, problems: [invalidYaml(String(error instanceof Error ? error.message : error), 1)] }
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  const lineOf: LineOf = (path) => lineOfPath(document.contents, lines, path)
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, schema, lineOf))
  return { ok: false, problems: problems.sort((one, other) => one.line - other.line) }
}

/** The line of each key at the top of a YAML document, from 1; empty for text that is no mapping. */
export function linesOfKeys(text: string): Readonly<Record<string, number>> {
  const lines = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter: lines })
  if (!isMap(contents)) return {}
  const keys = contents.items.flatMap(({ key }) =>
    isScalar(key) ? [[String(key.value), lines.linePos(key.range?.[0] ?? 0).line] as const] : [],
  )
  return Object.fromEntries(keys)
}

/** "Did you mean …?" for the nearest known name, or the list of names when none is near. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const near = closest(
    name.toLowerCase(),
    known.map((each) => each.toLowerCase()),
  )
  const match = known.find((each) => each.toLowerCase() === near)
  if (match !== undefined && distance(name.toLowerCase(), near) <= Math.max(2, name.length / 3))
    return `Did you mean "${match}"?`
  return `Known names: ${known.join(', ')}.`
}

/** The parser's errors for aliases carry no place of their own, hence line 1 for those. */
function invalidYaml(message: string, line: number): DocumentProblem {
  return { message: `is not valid YAML: ${message}`, line, key: '', hint: undefined }
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType, lineOf: LineOf): DocumentProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeysAt(schema, issue.path)
    return issue.keys.map((key) => ({
      message: `has the unknown key "${key}"`,
      line: lineOf([...issue.path, key]),
      key: [...issue.path, key].join('.'),
      hint: didYouMean(key, known),
    }))
  }
  if (issue.code === 'invalid_union') return problemsOfUnion(issue, schema, lineOf)
  const key = issue.path.join('.')
  const reason = issue.code === 'invalid_key' ? keyReason(issue) : issue.message.replace(/^Invalid input: /, '')
  const where = key === '' ? 'is not what it should be' : `has a wrong value at "${key}"`
  return [{ message: `${where}: ${reason}`, line: lineOf(issue.path), key, hint: hintFor(reason) }]
}

/** Of a union, the member that fits best speaks: the one with the fewest issues. */
function problemsOfUnion(issue: z.core.$ZodIssueInvalidUnion, schema: z.ZodType, lineOf: LineOf): DocumentProblem[] {
  const [best = []] = issue.errors.toSorted((one, other) => one.length - other.length)
  return best.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, schema, lineOf))
}

function keyReason(issue: z.core.$ZodIssueInvalidKey): string {
  return `the name is not allowed (${issue.issues.map(({ message }) => message).join(', ')})`
}

function hintFor(reason: string): string | undefined {
  return /expected string, received (number|boolean)/.test(reason) ? 'Put the value in quotes.' : undefined
}

/** The line of the deepest part of the path that the document has. */
function lineOfPath(contents: ParsedNode | null, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = contents
  let offset = contents?.range[0] ?? 0
  for (const part of path) {
    const step = stepInto(node, part)
    if (step === undefined) break
    offset = step.offset ?? offset
    node = step.node
  }
  return Math.max(1, lines.linePos(offset).line)
}

function stepInto(node: unknown, part: PropertyKey): { node: unknown; offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
    return pair && { node: pair.value, offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined }
  }
  if (!isSeq(node)) return undefined
  const item = node.items[Number(part)]
  return item === undefined ? undefined : { node: item, offset: (item as { range?: [number] }).range?.[0] }
}
