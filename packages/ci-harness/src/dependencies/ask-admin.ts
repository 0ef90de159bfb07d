import { CcCiError } from '@cc-ci/kernel'
import type { HttpReply, HttpRequest } from '../ports/http-client.js'
import type { ProviderWorld } from './identity-provider.js'

type AdminRequest = Omit<HttpRequest, 'timeoutMs' | 'body'> & {
  /** A form, or a document. */
  readonly form?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly token?: string
}

const requestTimeoutMs = 15_000
const patienceMs = 60_000
const pollMs = 200
const stillStarting = [502, 503, 504]

/** Asks an admin API once and gives back what it answered; anything but a success throws DEPENDENCY_ENRICHMENT_FAILED. */
export async function askAdmin(asked: AdminRequest, { http }: Pick<ProviderWorld, 'http'>): Promise<string> {
  const reply = await http.send(requestOf(asked))
  if (reply.answered && reply.status >= 200 && reply.status < 300) return reply.body
  throw refused(asked, reply)
}

/** The same, of a provider that may not be there yet: behind its proxy it answers 502 to 504 first, or nothing (H-12). */
export async function askAdminPatiently(
  asked: AdminRequest,
  { http, clock, signal }: Pick<ProviderWorld, 'http' | 'clock' | 'signal'>,
): Promise<string> {
  const deadline = clock.monotonic() + patienceMs
  for (;;) {
    const reply = await http.send(requestOf(asked))
    const absent = !reply.answered || stillStarting.includes(reply.status)
    if (!absent && reply.status >= 200 && reply.status < 300) return reply.body
    if (!absent || clock.monotonic() >= deadline) throw refused(asked, reply)
    await clock.sleep(pollMs, signal)
  }
}

/** The value of a field of a JSON answer. Throws when it is not there: an empty one is never a result. */
export function fieldOf(body: string, name: string, asked: string): string {
  const value: unknown = (parse(body) as Record<string, unknown> | undefined)?.[name]
  if ((typeof value === 'string' || typeof value === 'number') && value !== '') return String(value)
  throw new CcCiError('DEPENDENCY_ENRICHMENT_FAILED', `${asked} gave no ${name}.`)
}

function requestOf({ form, json, token, headers, ...request }: AdminRequest): HttpRequest {
  const body = form === undefined ? json && JSON.stringify(json) : new URLSearchParams(form).toString()
  return {
    ...request,
    timeoutMs: requestTimeoutMs,
    ...(typeof body === 'string' && { body }),
    headers: {
      accept: 'application/json',
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: token }),
      ...headers,
    },
  }
}

function refused({ method, path, domain }: AdminRequest, reply: HttpReply): CcCiError {
  const said = reply.answered ? `HTTP ${reply.status} ${reply.body.trim().slice(0, 200)}`.trim() : reply.why
  return new CcCiError('DEPENDENCY_ENRICHMENT_FAILED', `${method} ${path} of ${domain} was answered by: ${said}.`)
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
