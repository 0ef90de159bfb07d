import { apiErrorNamed } from '../records/api-errors.js'
import type { RetryCause } from '../script/steps.js'
import { fail } from './end-turn.js'
import type { StepOf, Turn } from './turn.js'
import type { TurnEnd } from './turn-end.js'

const mostRetries = 10

const retryWords: Readonly<Record<RetryCause, { cause: string; error: string }>> = {
  '529': { cause: 'API error', error: '529' },
  '401': { cause: 'API error', error: '401' },
  econnreset: { cause: 'Connection dropped (ECONNRESET)', error: 'connection' },
}

/** Waits and asks again, as often as the script says; the tenth time in vain ends the turn. */
export async function retry(turn: Turn, { cause, times }: StepOf<'retry'>): Promise<TurnEnd | undefined> {
  const { session, stage, signal } = turn
  const words = retryWords[cause]
  try {
    for (let attempt = 1; attempt <= Math.min(times, mostRetries); attempt += 1) {
      const seconds = Math.min(2 ** (attempt - 1), 32)
      stage.retrying({ cause: words.cause, attempt, of: mostRetries, seconds })
      if (session.facts.headless) recordRetry(turn, words.error, attempt)
      await session.sleep(seconds, signal)
    }
  } finally {
    stage.retrying(undefined)
  }
  return times >= mostRetries ? fail(turn, apiErrorNamed(words.error)) : undefined
}

/** Only without a screen does the client write down that it tries again. */
function recordRetry({ session, stage }: Turn, name: string, retryAttempt: number): void {
  const { status, text } = apiErrorNamed(name)
  const error = { ...(status !== undefined && { status }), message: text }
  stage.recorded(
    session.record({
      type: 'system',
      subtype: 'api_error',
      level: 'error',
      error,
      retryAttempt,
      maxRetries: mostRetries,
      retryInMs: 1000 * 2 ** (retryAttempt - 1),
    }),
  )
}
