import type { LintFinding } from '@cc-ci/contracts/run-result'
import type { RecipeSources } from './recipe-sources.js'
import type { RecipeTree } from './recipe-tree.js'
import type { RuleFinding } from './rule-finding.js'

/** A recipe as the rules see it: parsed once, and its predecessor beside it. */
export interface LintContext {
  readonly sources: RecipeSources
  readonly tree: RecipeTree
  readonly previous: RecipeTree | undefined
}

/** One rule. The R ids are abra's, with abra's meaning and severity; the C ids are ours. */
export interface LintRule {
  readonly id: string
  readonly severity: LintFinding['severity']
  /** What a good recipe does. */
  readonly title: string
  /** What happens to people who run a recipe that does not. */
  readonly why: string
  /** Why this rule cannot be judged from these sources; undefined when it can. */
  unchecked?(sources: RecipeSources): string | undefined
  check(context: LintContext): readonly RuleFinding[]
}
