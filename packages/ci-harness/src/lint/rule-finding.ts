import type { LintFinding } from '@cc-ci/contracts/run-result'

/** What one rule says; the id and the severity are the rule's own. */
export type RuleFinding = Omit<LintFinding, 'rule' | 'severity'>
