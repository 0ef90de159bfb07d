import { type ProtocolDocument, replaceLines } from './protocol-document.js'
import type { LoopRole } from './protocol-files.js'

/** What a protocol file says about itself above its first line; a key that is not there is undefined. */
export interface FrontMatter {
  readonly schema: string | undefined
  readonly phase: string | undefined
  readonly writer: string | undefined
  readonly updatedAt: string | undefined
}

export type FrontMatterKey = keyof FrontMatter

export const frontMatterKeys: readonly FrontMatterKey[] = ['schema', 'phase', 'writer', 'updatedAt']

interface Entry {
  readonly key: string
  readonly value: string
  readonly line: number
}

/** Undefined for a file that has none. */
export function readFrontMatter(document: ProtocolDocument): FrontMatter | undefined {
  const entries = entriesOf(document)
  if (entries === undefined) return undefined
  const read = (key: FrontMatterKey) => entries.find((entry) => entry.key === key)?.value || undefined
  return {
    schema: read('schema'),
    phase: read('phase'),
    writer: read('writer'),
    updatedAt: read('updatedAt'),
  }
}

/** The lines of a front matter, with the dashes around it. */
export function printFrontMatter(of: {
  readonly schema: string
  readonly phase: string
  readonly writer: LoopRole
  readonly updatedAt: string
}): string[] {
  return [
    '---',
    `schema: ${of.schema}`,
    `phase: "${of.phase}"`,
    `writer: ${of.writer}`,
    `updatedAt: ${of.updatedAt}`,
    '---',
  ]
}

/** Sets the time of the last change; whatever else stands in the front matter stays. */
export function stampDocument(
  document: ProtocolDocument,
  of: { readonly schema: string; readonly phase: string; readonly writer: LoopRole; readonly updatedAt: string },
): ProtocolDocument {
  const entries = entriesOf(document)
  if (entries === undefined) return replaceLines(document, { first: 1, last: 0 }, [...printFrontMatter(of), ''])
  const line = entries.find(({ key }) => key === 'updatedAt')?.line
  const stamp = [`updatedAt: ${of.updatedAt}`]
  return line === undefined
    ? replaceLines(document, { first: 2, last: 1 }, stamp)
    : replaceLines(document, { first: line, last: line }, stamp)
}

function entriesOf({ lines }: ProtocolDocument): Entry[] | undefined {
  if (lines[0]?.hidden !== true || !/^---\s*$/.test(lines[0].text)) return undefined
  const end = lines.findIndex(({ text }, index) => index > 0 && /^---\s*$/.test(text))
  return lines.slice(1, end).flatMap(({ text, number }) => {
    const [, key, value = ''] = /^\s*([A-Za-z]\w*)\s*:\s*(.*?)\s*(?:\s#.*)?$/.exec(text) ?? []
    return key === undefined ? [] : [{ key, value: value.replace(/^(["'])(.*)\1$/, '$2'), line: number }]
  })
}
