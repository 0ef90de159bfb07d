import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'

export interface ListenOptions {
  /** Address to listen on. */
  readonly host: string
  /** 0 takes any that is free. */
  readonly port: number
  /** Ends the server, and every connection to it. */
  readonly signal: AbortSignal
  /** Milliseconds that a whole header may take, 10,000 unless told. */
  readonly headerMs?: number
}

const headerPatienceMs = 10_000
/** What we take is small, whoever sends it. */
const requestPatienceMs = 20_000
const mostConnections = 2_000

/** Serves an application, and lets go of who sends slowly; gives its address. Throws what the system says, such as EADDRINUSE. */
export async function listen(
  app: Hono,
  { host, port, signal, headerMs = headerPatienceMs }: ListenOptions,
): Promise<{ readonly address: string; readonly closed: Promise<void> }> {
  const serverOptions = {
    ...{ headersTimeout: headerMs, requestTimeout: requestPatienceMs, keepAliveTimeout: 10_000 },
    connectionsCheckingInterval: headerMs / 5,
  }
  const server = serve({ fetch: app.fetch, hostname: host, port, serverOptions }) as Server
  server.maxConnections = mostConnections
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()))
  const close = (): void => {
    server.close()
    server.closeAllConnections()
  }
  if (signal.aborted) close()
  else signal.addEventListener('abort', close, { once: true })
  const bound = server.address()
  const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port
  return { address: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}/`, closed }
}
