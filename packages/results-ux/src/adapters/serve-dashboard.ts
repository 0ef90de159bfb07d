import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'

export interface ServeOptions {
  /** Address to listen on. */
  readonly host: string
  /** 0 takes any that is free. */
  readonly port: number
  /** Ends the server, and every connection to it. */
  readonly signal: AbortSignal
}

/** Serves a web application; gives its address. Throws what the system says, such as EADDRINUSE. */
export async function serveDashboard(
  app: Hono,
  { host, port, signal }: ServeOptions,
): Promise<{ readonly address: string; readonly closed: Promise<void> }> {
  const server = serve({ fetch: app.fetch, hostname: host, port }) as Server
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
