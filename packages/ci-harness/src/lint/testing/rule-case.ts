import type { RecipeSources } from '../recipe-sources.js'

/** Two recipes that differ in what one rule is about. */
export interface RuleCase {
  readonly rule: string
  /** What is wrong, as the end of the sentence "rejects …"; with the field note it comes from. */
  readonly rejects: string
  readonly failing: RecipeSources
  /** `file:line` of each finding, in order. */
  readonly at: readonly string[]
  /** Part of the first message. */
  readonly says: string
  readonly passing: RecipeSources
}
