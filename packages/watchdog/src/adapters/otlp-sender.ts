import { CcCiError } from '@cc-ci/kernel'
import type { ExportedJournal } from '../export/export-journal.js'

/** A collector takes a few megabytes at most in one request. */
const recordsPerRequest = 2000
const timeoutMs = 30_000

export interface SentExport {
  readonly spans: number
  readonly records: number
  /** What the collector took and could not keep, in its words. */
  readonly rejected: readonly string[]
}

/**
 * Sends to an OTLP/HTTP collector: `<url>/v1/traces` and `<url>/v1/logs`, as JSON. Throws OTLP_UNREACHABLE and
 * OTLP_REFUSED; what was sent before may be sent again, for its ids stay the same.
 */
export async function sendExport({ traces, logs }: ExportedJournal, url: string): Promise<SentExport> {
  const rejected: string[] = []
  const send = async (path: string, document: object) => {
    const said = await post(`${url.replace(/\/+$/, '')}/v1/${path}`, document)
    if (said !== undefined) rejected.push(said)
  }
  let [spans, records] = [0, 0]
  for (const { resource, scopeSpans } of traces.resourceSpans) {
    for (const { scope, spans: all } of scopeSpans) {
      for (const part of partsOf(all))
        await send('traces', { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: part }] }] })
      spans += all.length
    }
  }
  for (const { resource, scopeLogs } of logs.resourceLogs) {
    for (const { scope, logRecords: all } of scopeLogs) {
      for (const part of partsOf(all))
        await send('logs', { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: part }] }] })
      records += all.length
    }
  }
  return { spans, records, rejected }
}

function partsOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / recordsPerRequest)
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * recordsPerRequest, (index + 1) * recordsPerRequest),
  )
}

async function post(address: string, document: object): Promise<string | undefined> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: Error) => {
    throw unreachable(address, cause)
  })
  const text = await response.text().catch((cause: Error) => {
    throw unreachable(address, cause)
  })
  if (response.ok) return partialSuccess(text)
  throw new CcCiError(
    'OTLP_REFUSED',
    `The collector at ${address} answered ${response.status}: ${text.slice(0, 200)}`,
    {
      hint: 'Look at what it says; 404 means that it takes no OTLP over HTTP at this address.',
    },
  )
}

/** opentelemetry.io/docs/specs/otlp, "Partial Success": accepted with 200, and yet not all of it was kept. */
function partialSuccess(text: string): string | undefined {
  try {
    const { partialSuccess: partial } = JSON.parse(text)
    const count = Number(partial?.rejectedSpans ?? partial?.rejectedLogRecords ?? 0)
    return count > 0 ? `${count} rejected: ${partial.errorMessage ?? ''}` : undefined
  } catch {
    return undefined
  }
}

function unreachable(address: string, cause: Error): CcCiError {
  const why = cause.cause instanceof Error ? cause.cause.message : cause.message
  return new CcCiError('OTLP_UNREACHABLE', `The collector at ${address} cannot be reached: ${why}.`, {
    hint: 'Name the address before /v1/traces, such as http://127.0.0.1:4318; or print instead with --otlp -.',
    cause,
  })
}
