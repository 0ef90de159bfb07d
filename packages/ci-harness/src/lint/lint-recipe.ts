import type { LintFinding } from '@cc-ci/contracts/run-result'
import type { LintContext } from './lint-rule.js'
import type { RecipeSources } from './recipe-sources.js'
import { readRecipeTree } from './recipe-tree.js'
import { lintRules, unknownRules } from './rules.js'

/** A rule that nobody judged, and why; that is neither a pass nor a finding. */
export interface UncheckedRule {
  readonly rule: string
  readonly reason: string
}

/** Judges a recipe by every rule that its sources allow; errors first, then by place. */
export function lintRecipe(sources: RecipeSources): LintFinding[] {
  const { previous, stackNameExample } = sources
  const context: LintContext = {
    sources,
    tree: readRecipeTree(sources.files, stackNameExample),
    previous: previous && readRecipeTree(previous.files, stackNameExample),
  }
  const findings = lintRules.flatMap((rule) =>
    rule.check(context).map((finding): LintFinding => ({ rule: rule.id, severity: rule.severity, ...finding })),
  )
  return findings.sort(bySeverityThenPlace)
}

/** The rules that `lintRecipe` says nothing about, because an outside fact is missing or their meaning is unknown. */
export function uncheckedRules(sources: RecipeSources): UncheckedRule[] {
  const lacking = lintRules.flatMap(({ id, unchecked }) => {
    const reason = unchecked?.(sources)
    return reason === undefined ? [] : [{ rule: id, reason }]
  })
  return [...lacking, ...unknownRules.map((rule) => ({ rule, reason: 'its meaning is not known' }))]
}

function bySeverityThenPlace(left: LintFinding, right: LintFinding): number {
  return (
    left.severity.localeCompare(right.severity) ||
    left.file.localeCompare(right.file) ||
    left.line - right.line ||
    left.rule.localeCompare(right.rule)
  )
}
