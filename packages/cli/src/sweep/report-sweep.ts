import type { NotedPromotion, SweepStep } from '@cc-ci/ci-harness'
import { exitCodeOf, type RunResult, worstExitCode } from '@cc-ci/contracts/run-result'
import type { SweptRecipe } from '@cc-ci/contracts/sweep-state'
import type { CcCiError } from '@cc-ci/kernel'
import type { RunOutcome } from '../run-all.js'

/** What came of one recipe; `run` is only in the plan of a sweep. */
export interface SweepEntry {
  readonly recipe: string
  readonly outcome: 'run' | 'green' | 'red' | 'error' | 'no-new-version' | 'never-released' | 'already-swept'
  /** The release; null without one, or if it could not be found out. */
  readonly version: string | null
  readonly reason: string
  readonly runId: string | null
  /** Whether it now is the last green release of the recipe. */
  readonly promoted: boolean
  readonly exitCode: number
}

/** What `cc-ci sweep --json` prints; `errors` only where a recipe could not be tested at all. */
export interface SweepDocument {
  readonly schemaVersion: 1
  readonly recipes: readonly SweepEntry[]
  readonly errors?: readonly (ReturnType<CcCiError['toJSON']> & { readonly recipe: string })[]
}

export interface SweepReport {
  readonly document: SweepDocument
  /** The worst of all recipes, those of before an interruption included. */
  readonly exitCode: number
  readonly errors: readonly { readonly recipe: string; readonly error: CcCiError }[]
}

export interface Swept {
  readonly steps: readonly SweepStep[]
  /** Of the recipes that were run. */
  readonly outcomes: readonly RunOutcome[]
  readonly promotions: ReadonlyMap<string, NotedPromotion>
  /** What this sweep did before it was interrupted. */
  readonly before: readonly SweptRecipe[]
}

export function reportSweep(swept: Swept, explain: (error: unknown) => CcCiError): SweepReport {
  const failed = [
    ...swept.steps.flatMap((step) => ('error' in step ? [step] : [])),
    ...swept.outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome])),
  ]
  const errors = failed.map(({ recipe, error }) => ({ recipe, error: explain(error) }))
  const recipes = swept.steps.map((step) => {
    const error = errors.find(({ recipe }) => recipe === step.recipe)?.error
    return error === undefined ? entryOf(step, swept) : entryOfError(step, error)
  })
  const shown = errors.map(({ recipe, error }) => ({ recipe, ...error.toJSON() }))
  return {
    document: { schemaVersion: 1, recipes, ...(shown.length > 0 && { errors: shown }) },
    exitCode: worstExitCode(recipes.map(({ exitCode }) => exitCode)),
    errors,
  }
}

function entryOfError(step: SweepStep, error: CcCiError): SweepEntry {
  const version = 'error' in step ? null : step.decision.version
  const unknown = { runId: null, promoted: false }
  return { recipe: step.recipe, outcome: 'error', version, reason: error.message, ...unknown, exitCode: error.exitCode }
}

function entryOf(step: SweepStep, { outcomes, promotions, before }: Swept): SweepEntry {
  if ('error' in step) throw new TypeError(`${step.recipe}: an error has no decision`)
  const { recipe, decision } = step
  const { version, reason } = decision
  const untested = { recipe, version, reason, runId: null, promoted: false, exitCode: 0 }
  if (decision.kind === 'skip') {
    const earlier = decision.why === 'already-swept' ? before.find((done) => done.recipe === recipe) : undefined
    const { runId = null, exitCode = 0 } = earlier ?? {}
    return { ...untested, outcome: decision.why, runId, exitCode }
  }
  const result = outcomes
    .flatMap((outcome) => (outcome.ok ? [outcome.result] : []))
    .find((run) => run.recipe === recipe)
  if (result === undefined) return { ...untested, outcome: 'run' }
  return { ...untested, ...ofRun(result, promotions.get(recipe)) }
}

const lastGreen = 'now its last green release'

function ofRun(result: RunResult, promotion: NotedPromotion | undefined) {
  const promoted = promotion?.promote === true
  const notKept = promotion?.notKept
  const green = notKept === undefined ? lastGreen : `${lastGreen}, but no app of it is kept: ${notKept}`
  const reason = promotion?.promote === false ? promotion.reason : green
  // The recipe is green, but the sweep has not done all that it is for.
  const exitCode = notKept === undefined ? exitCodeOf(result) : 3
  return { outcome: result.verdict, runId: result.runId, promoted, reason, exitCode }
}
