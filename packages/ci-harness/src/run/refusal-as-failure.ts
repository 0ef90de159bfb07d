import type { Refusal } from '../ports/engine.js'
import type { Failure } from '../verdict/failure.js'

/** What an engine refused: of this host if the engine says so, else as the recipe's fault `otherwise`. */
export function refusalAsFailure(
  { why, infra }: Refusal,
  otherwise: { readonly code: string; readonly words: string; readonly hint: string },
): Failure {
  const fault = infra === undefined ? { class: 'recipe' as const, ...otherwise } : { class: 'infra' as const, ...infra }
  return { class: fault.class, code: fault.code, hint: fault.hint, evidence: `${otherwise.words}: ${why}` }
}
