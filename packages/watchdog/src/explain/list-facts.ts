import type { Evidence } from '../decide/action.js'
import type { Instant } from '../decide/instant.js'
import type { Sensed } from '../decide/observation.js'
import type { LoopWatch, WatchState } from '../decide/watch-state.js'
import type { JournalLine } from '../journal/journal-entry.js'

/** What one sensor had said last. */
export interface HeldFact {
  readonly source: string
  readonly known: boolean
  /** Why it could not look; what it saw stands in `value`. */
  readonly why: string | null
  readonly value: unknown
  /** Seconds that it was old. */
  readonly age: number
  /** The decision named it as a ground. */
  readonly cited: boolean
  /** The journal's line; null where that was before the snapshot. */
  readonly seq: number | null
}

interface Context {
  readonly past: readonly JournalLine[]
  readonly now: Instant
  readonly cited: readonly Evidence[]
}

/** What was held for true about a loop and the host: what was named as a ground first, then the newest. */
export function listFacts(
  { state, watch }: { readonly state: WatchState; readonly watch: LoopWatch | undefined },
  { past, now, cited }: Context,
): readonly HeldFact[] {
  const own = Object.entries(watch?.facts ?? {}).map(([source, sensed]) => ({ source, sensed, loop: watch?.name }))
  const common = Object.entries(state.facts).map(([source, sensed]) => ({ source, sensed, loop: undefined }))
  return [...own, ...common]
    .flatMap(({ source, sensed, loop }) => {
      if (sensed === undefined) return []
      const isCited = cited.some((evidence) => evidence.source === source)
      return [
        { source, ...told(sensed), age: now.wall - sensed.at.wall, cited: isCited, seq: seqOf(past, source, loop) },
      ]
    })
    .sort((one, other) => Number(other.cited) - Number(one.cited) || one.age - other.age)
}

function told(sensed: Sensed<unknown>): Pick<HeldFact, 'known' | 'why' | 'value'> {
  return sensed.known ? { known: true, why: null, value: sensed.value } : { known: false, why: sensed.why, value: null }
}

function seqOf(past: readonly JournalLine[], source: string, loop: string | undefined): number | null {
  const line = past.findLast(
    (each) =>
      each.kind === 'observed' &&
      each.observation.source === source &&
      ('loop' in each.observation ? each.observation.loop : undefined) === loop,
  )
  return line?.seq ?? null
}
