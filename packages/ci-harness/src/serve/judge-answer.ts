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
export function judgeAnswer(answer: HttpAnswer, accepted: readonly number[], domain: string): ServingJudgement {
  if (!answer.answered) return { serving: false, why: answer.why }
  if (answer.status === 404)
    return { serving: false, why: 'HTTP 404: the proxy does not know the domain, or the app has no such page' }
  if (!accepted.includes(answer.status))
    return { serving: false, why: `HTTP ${answer.status}, accepted are ${accepted.join(', ')}` }
  if (leadsElsewhere(answer.location, domain)) {
    return { serving: false, why: `HTTP ${answer.status} leads to another site: ${answer.location}` }
  }
  return { serving: true, why: `HTTP ${answer.status}` }
}

/** A redirect within the app is an answer of the app; one to another site says nothing about it. */
function leadsElsewhere(location: string | undefined, domain: string): boolean {
  if (location === undefined || !URL.canParse(location, `https://${domain}`)) return false
  const { hostname } = new URL(location, `https://${domain}`)
  return hostname !== domain && !hostname.endsWith(`.${domain}`)
}
