import type { HttpAnswer } from '../ports/http-probe.js'

/** Whether an answer shows that the app serves; `why` says what was seen, for the person who waits. */
export interface ServingJudgement {
  readonly serving: boolean
  readonly why: string
}

/**
 * Only a real answer with an accepted status from the app itself counts. A failed probe never does, nor the proxy's own
 * 404, nor a wildcard certificate by itself (V-11, V-12).
 */
export function judgeAnswer(answer: HttpAnswer, accepted: readonly number[]): ServingJudgement {
  if (!answer.answered) return { serving: false, why: answer.why }
  if (answer.status === 404)
    return { serving: false, why: 'HTTP 404: the proxy does not know the domain, or the app has no such page' }
  if (!accepted.includes(answer.status))
    return { serving: false, why: `HTTP ${answer.status}, accepted are ${accepted.join(', ')}` }
  return { serving: true, why: `HTTP ${answer.status}` }
}
