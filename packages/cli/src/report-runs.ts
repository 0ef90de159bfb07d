import { exitCodeOf, type RunResult, worstExitCode } from '@cc-ci/contracts/run-result'
import type { CcCiError } from '@cc-ci/kernel'
import type { RunOutcome } from './run-all.js'

/** What `cc-ci test --json` prints for several recipes; `errors` only where a recipe could not be tested at all. */
export interface RunsDocument {
  readonly schemaVersion: 1
  readonly runs: readonly RunResult[]
  readonly errors?: readonly (ReturnType<CcCiError['toJSON']> & { readonly recipe: string })[]
}

export interface RunsReport {
  readonly document: RunResult | RunsDocument
  readonly exitCode: number
  /** Why recipes could not be tested, in their order. */
  readonly errors: readonly { readonly recipe: string; readonly error: CcCiError }[]
}

/** The document and exit code of all outcomes. The only one of a single recipe that could not be tested is thrown. */
export function reportRuns(outcomes: readonly RunOutcome[], explain: (error: unknown) => CcCiError): RunsReport {
  const runs = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.result] : []))
  const errors = outcomes.flatMap((outcome) =>
    outcome.ok ? [] : [{ recipe: outcome.recipe, error: explain(outcome.error) }],
  )
  const exitCode = worstExitCode([...runs.map(exitCodeOf), ...errors.map(({ error }) => error.exitCode)])
  const [run] = runs
  const [failed] = errors
  if (outcomes.length === 1 && failed !== undefined) throw failed.error
  if (outcomes.length === 1 && run !== undefined) return { document: run, exitCode, errors }
  const shown = errors.map(({ recipe, error }) => ({ recipe, ...error.toJSON() }))
  return { document: { schemaVersion: 1, runs, ...(shown.length > 0 && { errors: shown }) }, exitCode, errors }
}
