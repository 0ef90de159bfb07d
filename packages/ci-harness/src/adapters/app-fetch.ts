import { readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'
import { Agent, buildConnector, fetch, type RequestInit, type Response } from 'undici'

export type AppResponse = Response
export type AppRequest = RequestInit

/** Where connections for the app's domain go, and the PEM file of who signs for it. */
export interface AppAddress {
  readonly domain: string
  /** Further domains behind the same proxy: those of its dependencies. */
  readonly others?: readonly string[]
  readonly address: string | undefined
  readonly caFile: string | undefined
}

/**
 * A fetch bound to one app: a path is asked of the app, under its name, at the proxy's address, over verified TLS.
 * Redirects are answers like any other unless the caller asks to follow them (V-10).
 */
export function createAppFetch(app: AppAddress): (path: string | URL, init?: AppRequest) => Promise<AppResponse> {
  const ca = app.caFile === undefined ? [] : [...rootCertificates, readFileSync(app.caFile, 'utf8')]
  const connect = buildConnector(ca.length === 0 ? {} : { ca })
  const dispatcher = new Agent({
    connect: (options, done) => connect({ ...options, ...placeOf(options.hostname, app) }, done),
  })
  return (path, init) => fetch(new URL(path, `https://${app.domain}`), { redirect: 'manual', dispatcher, ...init })
}

function placeOf(hostname: string, { domain, others = [], address }: AppAddress): Partial<buildConnector.Options> {
  const at = address?.lastIndexOf(':') ?? -1
  if (![domain, ...others].includes(hostname) || address === undefined || at < 0) return {}
  return { hostname: address.slice(0, at), port: address.slice(at + 1), servername: hostname }
}
