import type { RunResult } from '@cc-ci/contracts/run-result'
import { createTwoFilesPatch } from 'diff'
import { type ComputedName, computedNames, computeMetadata, type MetadataClaim } from './compute-metadata.js'
import { type MetadataBlock, readMetadataBlock, splitBullet } from './read-metadata-block.js'

export interface MetadataChange extends MetadataClaim {
  /** Null when there was no such bullet. */
  readonly before: string | null
}

export type ReadmePatch =
  | {
      readonly kind: 'patch'
      /** A unified patch that `git apply` takes in the recipe’s repository. */
      readonly patch: string
      readonly changes: readonly MetadataChange[]
      /** What only people know and the block lacks, such as its image. */
      readonly missing: readonly string[]
    }
  | { readonly kind: 'same' }
  | { readonly kind: 'broken'; readonly line: number; readonly problem: string }

const namesByHand = ['Category', 'Image', 'Email']

/**
 * The changes to a recipe’s README.md after which its metadata block says what a judged run proved, and nothing more.
 * Line ends, bullets, order, and whatever else stands in the file stay as they are.
 */
export function renderReadmePatch(readme: string, result: RunResult): ReadmePatch {
  const lines = readme.split(/(?<=\n)/)
  const reading = readMetadataBlock(lines)
  if (reading.kind === 'broken') return reading
  const block = reading.kind === 'block' ? reading.block : undefined
  const written = block?.values ?? new Map<string, string>()
  const claims = computeMetadata(result, written)
  const changes = claims.flatMap((claim) => {
    const before = written.get(claim.name.toLowerCase()) ?? null
    return before === claim.value ? [] : [{ ...claim, before }]
  })
  if (changes.length === 0) return { kind: 'same' }
  const lineEnd = lines[0]?.endsWith('\r\n') ? '\r\n' : '\n'
  const changed = block === undefined ? withNewBlock(lines, claims, lineEnd) : withValues(lines, block, claims, lineEnd)
  const patch = createTwoFilesPatch('a/README.md', 'b/README.md', readme, changed.join(''), '', '', { context: 3 })
  return {
    kind: 'patch',
    // Its first line is a ruler that only people need.
    patch: patch.slice(patch.indexOf('---')).replace(/^(---|\+\+\+) (\S+)\t$/gm, '$1 $2'),
    changes,
    missing: namesByHand.filter((name) => !written.has(name.toLowerCase())),
  }
}

function withValues(
  lines: readonly string[],
  { start, end, values }: MetadataBlock,
  claims: readonly MetadataClaim[],
  lineEnd: string,
): string[] {
  const byName = new Map(claims.map(({ name, value }) => [name.toLowerCase(), value]))
  const inside = lines.slice(start + 1, end).map((line) => {
    const parts = splitBullet(line)
    const value = parts && byName.get(parts.name)
    if (parts === undefined || value === undefined || value === parts.value) return line
    // A bullet without a value may lack the space before it.
    const head = /\s$/.test(parts.head) ? parts.head : `${parts.head} `
    return `${head}${value}${/\r?\n$/.exec(line)?.[0] ?? ''}`
  })
  const added = claims
    .filter(({ name }) => !values.has(name.toLowerCase()))
    .map(({ name, value }) => `* **${name}**: ${value}${lineEnd}`)
  const lastBullet = inside.findLastIndex((line) => splitBullet(line) !== undefined)
  const at = lastBullet === -1 ? inside.length : lastBullet + 1
  return [...lines.slice(0, start + 1), ...inside.slice(0, at), ...added, ...inside.slice(at), ...lines.slice(end)]
}

/** Behind the title and the quotation below it, where recipes have their block. */
function withNewBlock(lines: readonly string[], claims: readonly MetadataClaim[], lineEnd: string): string[] {
  const title = lines.findIndex((line) => line.startsWith('# '))
  let at = title + 1
  for (let next = at; next < lines.length && /^(>.*)?\s*$/.test(lines[next] ?? ''); next += 1) {
    if (lines[next]?.startsWith('>')) at = next + 1
  }
  const bullets = computedNames.map((name) => `* **${name}**: ${claimedFor(claims, name)}`)
  const block = ['<!-- metadata -->', '', ...bullets, '', '<!-- endmetadata -->'].map((line) => line + lineEnd)
  const before = lines.slice(0, at)
  const last = before.at(-1)
  if (last !== undefined && !last.endsWith('\n')) before[before.length - 1] = last + lineEnd
  const rest = lines.slice(at)
  const gap = before.length === 0 ? [] : [lineEnd]
  return [...before, ...gap, ...block, ...(rest.length === 0 || rest[0]?.trim() === '' ? [] : [lineEnd]), ...rest]
}

function claimedFor(claims: readonly MetadataClaim[], name: ComputedName): string {
  return claims.find((claim) => claim.name === name)?.value ?? ''
}
