import { isCcCiError } from '@cc-ci/kernel'
import { type ForgeQuestion, type ForgeRefusal, forgeRefused, forgeUnreachable } from '../forge/forge-failures.js'

const timeoutMs = 20_000

/**
 * Asks with a time limit. `refusalOf` says of what was thrown whether the forge answered it; whatever else was thrown
 * means that no answer came.
 */
export async function askForge<T>(
  question: ForgeQuestion,
  ask: (signal: AbortSignal) => Promise<T>,
  refusalOf: (error: unknown) => ForgeRefusal | undefined,
): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return await ask(signal)
  } catch (error) {
    if (isCcCiError(error)) throw error
    const refusal = refusalOf(error)
    if (refusal !== undefined) throw forgeRefused(question, refusal)
    throw forgeUnreachable(question, signal.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error), error)
  }
}

/** `fetch` says “fetch failed” and hides why in the cause, or in the cause of that. */
function reasonOf(error: unknown): string {
  const { cause, code, message } = error as { cause?: unknown; code?: unknown; message?: string }
  if (cause instanceof Error) return reasonOf(cause)
  return typeof code === 'string' ? code : (message ?? String(error))
}
