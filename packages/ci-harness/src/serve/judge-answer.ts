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
export function judgeAnswer(
  answer: HttpAnswer,
  accepted: readonly number[],
  asked: { readonly domain: string; readonly path: string },
): ServingJudgement {
  if (!answer.answered) return { serving: false, why: answer.why }
  if (answer.status === 404)
    return { serving: false, why: 'HTTP 404: the proxy does not know the domain, or the app has no such page' }
  if (!accepted.includes(answer.status))
    return { serving: false, why: `HTTP ${answer.status}, accepted are ${accepted.join(', ')}` }
  const wrongWay = whereRedirectFails(answer, asked)
  if (wrongWay !== undefined) return { serving: false, why: `HTTP ${answer.status} leads ${wrongWay}` }
  return { serving: true, why: `HTTP ${answer.status}` }
}

/**
 * A redirect within the app is an answer of the app; one to another site says nothing about it. A permanent one to
 * itself never ends; a temporary one may have set the cookie that it needs.
 */
function whereRedirectFails(
  { location, status }: { readonly location: string | undefined; readonly status: number },
  { domain, path }: { readonly domain: string; readonly path: string },
): string | undefined {
  const asked = `https://${domain}${path}`
  if (location === undefined || !URL.canParse(location, asked)) return undefined
  const target = new URL(location, asked)
  if ((status === 301 || status === 308) && target.href === new URL(asked).href) return `back to itself: ${location}`
  const isOurs = target.hostname === domain || target.hostname.endsWith(`.${domain}`)
  return isOurs ? undefined : `to another site: ${location}`
}
