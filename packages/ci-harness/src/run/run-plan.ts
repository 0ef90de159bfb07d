import type { RecipeSettings } from '@cc-ci/contracts/recipe-settings'
import type { RunResult, TierName } from '@cc-ci/contracts/run-result'
import type { Hook } from '../hooks/load-hooks.js'
import type { Overlays } from '../overlays/find-overlays.js'

/** What a run will do, decided before anything is changed. */
export interface RunPlan {
  readonly recipe: string
  readonly source: string
  readonly pr: number | null
  /** Quick: on the app that is kept of the last green release. */
  readonly mode: RunResult['mode']
  /** What is worth knowing about how the run came about, a sentence each. */
  readonly notes: readonly string[]
  /** Full hash. */
  readonly head: string
  /** The head's own version label, when it has one. */
  readonly headVersion: string | null
  readonly domain: string
  readonly stack: string
  readonly base: {
    readonly kind: 'version' | 'ref' | 'skip'
    readonly version: string | null
    readonly ref: string | null
    readonly reason: string
    readonly olderTargetExists: boolean
  }
  readonly tiers: readonly TierName[]
  readonly settings: RecipeSettings
  /** What our overlays and the recipe’s own add; what the gate holds back is in `notRun`. */
  readonly overlays: Overlays
  /** Functions that the overlays define, in the spelling of their files. */
  readonly hooks: readonly Hook[]
  readonly images: readonly string[]
  /** Recipes that are deployed before it, in their order. */
  readonly dependencies: readonly {
    readonly recipe: string
    readonly version: string
    readonly domain: string
    /** Which admin API it has; null for one that only has to run. */
    readonly provider: string | null
  }[]
  readonly deadlineSeconds: number
}
