import { encodeSegment } from '../render/relative-link.js'

/** Which run a comment of ours tells of. */
export interface Marker {
  readonly recipe: string
  readonly seq: number
}

/** The first line of every comment of ours, which readers do not see; by it and by its author it is found again. */
export function drawMarker({ recipe, seq }: Marker): string {
  return `<!-- cc-ci:v1 recipe=${encodeSegment(recipe).replaceAll('-', '%2D')} seq=${seq} -->`
}

/** The marker of a comment; undefined when it does not begin with one, wherever else one may stand. */
export function parseMarker(comment: string): Marker | undefined {
  const [, recipe = '', seq = ''] = /^<!-- cc-ci:v1 recipe=(\S+) seq=(\d{1,15}) -->/.exec(comment) ?? []
  if (recipe === '') return undefined
  try {
    return { recipe: decodeURIComponent(recipe), seq: Number(seq) }
  } catch {
    return undefined
  }
}

/** Whether a comment may take the place of one that is there: a run never overwrites what a later one said. */
export function mayReplace(existing: Marker, next: Marker): boolean {
  return existing.recipe === next.recipe && existing.seq <= next.seq
}
