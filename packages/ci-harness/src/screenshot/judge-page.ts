/** Where the browser stands: the address, and the status of the last document it got. */
export interface PageState {
  readonly url: string
  /** Undefined when there was no answer over HTTP. */
  readonly status: number | undefined
}

export interface PageExpectation {
  readonly domain: string
  readonly path: string
  readonly accepted: readonly number[]
}

/** Why a page is not the app, as a short phrase; undefined when it is. A 404 is never taken: the proxy has one too (V-11). */
export function whyNotTheApp(
  { url, status }: PageState,
  { domain, path, accepted }: PageExpectation,
): string | undefined {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  if (host !== domain && !host.endsWith(`.${domain}`)) return `${path} leads to another site: ${host || url}`
  if (status === undefined) return `${path} gave no page`
  if (status === 404) return `HTTP 404 at ${path}`
  if (status >= 400 && (status >= 500 || !accepted.includes(status))) return `HTTP ${status} at ${path}`
  return undefined
}
