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
  const succeededAt = newestSuccess(loops)
  return { limit: longestLimit(loops, { now, succeededAt }), succeededAt }
}

function newestSuccess(loops: readonly LoopWatch[]): number {
  let newest = 0
  for (const { facts } of loops) {
    if (facts.transcript?.known === true) newest = Math.max(newest, facts.transcript.value.succeededAt ?? 0)
  }
  return newest
}

function longestLimit(
  loops: readonly LoopWatch[],
  { now, succeededAt }: { now: Instant; succeededAt: number },
): Account['limit'] {
  let longest: Account['limit'] = null
  for (const { name, facts } of loops) {
    const limit = facts.transcript?.known === true ? facts.transcript.value.limit : null
    if (limit === null || limit.until === null || succeededAt > limit.at) continue
    const until = Math.min(limit.until, limit.at + fixedRules.longestLimit)
    if (until > now.wall && (longest === null || until > longest.until)) longest = { loop: name, until }
  }
  return longest
}
