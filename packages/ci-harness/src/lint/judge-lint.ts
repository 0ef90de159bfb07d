import type { LintFinding, RunResult } from '@cc-ci/contracts/run-result'
import type { LintAnswer, LintRow } from '../ports/engine.js'
import { formatLintTable } from './format-lint-table.js'
import { lintRecipe, uncheckedRules } from './lint-recipe.js'
import type { RecipeSources } from './recipe-sources.js'

export interface LintJudgement {
  readonly lint: RunResult['lint']
  /** `skip` when an engine that lints could not: then nobody knows, and our own rules do not stand in for its. */
  readonly status: 'pass' | 'fail' | 'skip'
  readonly message: string | null
  /** For people: what the engine’s linter printed, then our own table. */
  readonly text: string
}

/** Draws the lint of a recipe from our rules and, where the engine has a linter of its own, from that one's answer. */
export function judgeLint(sources: RecipeSources, answer: LintAnswer | undefined): LintJudgement {
  const rows = answer?.ok === true ? answer.rows : []
  const unverified = answer?.ok === false ? answer.unverified : null
  const findings = mergeLintRows(lintRecipe(sources), rows)
  const unchecked = uncheckedRules(sources).filter(({ rule }) => !rows.some((row) => row.rule === rule))
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  const table = formatLintTable(findings, unchecked)
  return {
    lint: { errors, warnings, unverified, unchecked },
    status: errors.length > 0 ? 'fail' : unverified === null ? 'pass' : 'skip',
    message: errors.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n') || unverified,
    text: answer === undefined ? table : `${answer.text}\n\n${table}`,
  }
}

/**
 * Another linter's rows win over our own rules of the same id, and its severity does; where we found the same, our
 * finding says the place. Rules that its table lacks stay ours.
 */
function mergeLintRows(findings: readonly LintFinding[], rows: readonly LintRow[]): LintFinding[] {
  const theirs = rows.filter(({ satisfied }) => !satisfied).flatMap((row) => findingsOf(row, findings))
  const judged = new Set(rows.map(({ rule }) => rule))
  const merged = [...theirs, ...findings.filter(({ rule }) => !judged.has(rule))]
  return merged.sort((one, other) => one.severity.localeCompare(other.severity))
}

function findingsOf({ rule, severity, title, resolve }: LintRow, findings: readonly LintFinding[]): LintFinding[] {
  const placed = findings.filter((finding) => finding.rule === rule)
  if (placed.length > 0) return placed.map((finding) => ({ ...finding, severity }))
  return [{ rule, severity, message: `not satisfied: ${title}`, file: 'compose.yml', line: 1, hint: resolve }]
}
