/** Where a README keeps its metadata block, by line numbers from 0, and what its bullets say. */
export interface MetadataBlock {
  /** Line of `<!-- metadata -->`. */
  readonly start: number
  /** Line of `<!-- endmetadata -->`. */
  readonly end: number
  /** Values by name in lower case, without spaces round them; the last of two of the same name. */
  readonly values: ReadonlyMap<string, string>
}

export type BlockReading =
  | { readonly kind: 'block'; readonly block: MetadataBlock }
  | { readonly kind: 'none' }
  | { readonly kind: 'broken'; readonly line: number; readonly problem: string }

/** A bullet in any of the ways that recipes write them: `* **Status**: 4, stable`, `- Status: 4`, `* **Status:** 4`. */
const bullet = /^(\s*[*+-]\s+\**([A-Za-z]+)\**\s*:?\**\s*:?[ \t]*)(.*)$/

/** The block between `<!-- metadata -->` and `<!-- endmetadata -->`, as docs.coopcloud.tech/recipes describes it. */
export function readMetadataBlock(lines: readonly string[]): BlockReading {
  const start = lines.findIndex((line) => /^\s*<!--\s*metadata\s*-->\s*$/i.test(line))
  const end = lines.findIndex((line) => /^\s*<!--\s*endmetadata\s*-->\s*$/i.test(line))
  if (start === -1 && end === -1) return { kind: 'none' }
  if (start === -1 || end < start) {
    const line = (start === -1 ? end : start) + 1
    return { kind: 'broken', line, problem: 'the metadata block has only one of its two marks, or the end first' }
  }
  const bullets = lines.slice(start + 1, end).flatMap((line) => {
    const parts = splitBullet(line)
    return parts === undefined ? [] : [[parts.name, parts.value] as const]
  })
  return { kind: 'block', block: { start, end, values: new Map(bullets) } }
}

/** A bullet as what stands before its value, its name in lower case, and its value; undefined for any other line. */
export function splitBullet(line: string): { head: string; name: string; value: string } | undefined {
  const [, head, name, value] = bullet.exec(line.trimEnd()) ?? []
  if (head === undefined || name === undefined || value === undefined) return undefined
  return { head, name: name.toLowerCase(), value }
}
