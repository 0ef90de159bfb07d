import type { TierName } from '@cc-ci/contracts/run-result'
import type { RunComparison } from '../compare/compare-runs.js'
import type { RunRow } from '../history/run-row.js'
import type { CommentLinks } from './comment-links.js'
import type { Marker } from './marker.js'

/** A queued run: its place, counted from 1, and after how many seconds it is likely to end. */
export interface Queued extends Marker {
  readonly place: number
  readonly seconds: number | undefined
}

export interface Running extends Marker {
  readonly tier: TierName
  readonly step: number
  readonly of: number
}

export interface CommentOptions {
  readonly links?: CommentLinks
  /** How it compares with the last run of main, when there is one. */
  readonly main?: RunComparison | undefined
  /** How it compares with the last run of the same pull request. */
  readonly previous?: RunComparison | undefined
  /** The last runs of the recipe, newest first. */
  readonly recent?: readonly RunRow[]
  /** What begins another run when it is written into a comment. */
  readonly trigger?: string
  /** One of these begins the heading; the first is the usual one. */
  readonly flowers?: readonly string[]
}
