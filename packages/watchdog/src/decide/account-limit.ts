import { fixedRules } from './fixed-rules.js'
import type { Instant } from './instant.js'
import type { LoopWatch } from './watch-state.js'

/** What one loop's transcript tells about the account that all of them share. */
export interface Account {
  /** Epoch seconds until which the account is limited, and whose transcript says so. */
  readonly limit: { readonly loop: string; readonly until: number } | null
  /** Epoch seconds of the newest success of any loop. */
  readonly succeededAt: number
}

/** A limit of one loop holds for all, unless another one has succeeded since: then it was a limit of one model. */
export function readAccount(loops: readonly LoopWatch[], now: Instant): Account {
  const transcripts = loops.flatMap(({ name, facts: { transcript } }) =>
    transcript?.known === true ? [{ loop: name, ...transcript.value }] : [],
  )
  const succeededAt = Math.max(0, ...transcripts.map((transcript) => transcript.succeededAt ?? 0))
  const limits = transcripts.flatMap(({ loop, limit }) => {
    if (limit === null || limit.until === null || succeededAt > limit.at) return []
    const until = Math.min(limit.until, limit.at + fixedRules.longestLimit)
    return until > now.wall ? [{ loop, until }] : []
  })
  const longest = limits.toSorted((one, other) => other.until - one.until)[0]
  return { limit: longest ?? null, succeededAt }
}
