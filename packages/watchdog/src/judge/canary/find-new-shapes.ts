import type { RecordingKind } from '../judgement.js'
import { recogniseKind } from '../recognise-kind.js'
import { knownShapes } from './known-shapes.js'
import { listShapes, type Shape } from './list-shapes.js'

/** What nobody has seen of the client before, by the line where it first stands. */
interface NewShape {
  readonly line: number
  readonly shape: string
}

export interface ShapeComparison {
  readonly file: string
  readonly kind: RecordingKind
  readonly new: readonly NewShape[]
}

/**
 * Compares the fields, words and screen anchors of a recording with the known ones. What it lists is no fault: it is
 * what somebody has to look at before loops run with the client that wrote it.
 */
export function findNewShapes({ file, text }: { readonly file: string; readonly text: string }): ShapeComparison {
  const kind = recogniseKind(text)
  if (kind === 'unknown') return { file, kind, new: [{ line: 1, shape: 'a recording of no known kind' }] }
  const groups = knownShapes[kind]
  const found = listShapes(kind, text).flatMap((shape) => describe(shape, groups[shape.group]))
  const first = found.filter(({ shape }, index) => found.findIndex((each) => each.shape === shape) === index)
  return { file, kind, new: first }
}

function describe(
  { group, name, line }: Shape,
  known: { readonly keys?: string; readonly words?: readonly string[] } | undefined,
): readonly NewShape[] {
  // A transcript has several records of requests, which say nothing about turns.
  if (group.startsWith('api-request')) return []
  if (known === undefined) return [{ line, shape: `a record of type "${group}"` }]
  const word = name.slice(name.lastIndexOf('.') + 1)
  const isWord = known.keys === undefined || name.includes('=')
  const accepted = isWord ? (known.words ?? []).includes(word) : ` ${known.keys} `.includes(` ${name} `)
  const open = known.keys === undefined && known.words === undefined
  const isGroup = [`type=${group}`, `hook_event_name=${group}`].includes(name)
  return accepted || open || isGroup ? [] : [{ line, shape: group === '' ? name : `${group}: ${name}` }]
}
