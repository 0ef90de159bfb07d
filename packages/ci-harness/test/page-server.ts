import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from './self-signed.js'

export type Page = string | ((request: IncomingMessage, response: ServerResponse) => void)

export interface PageServer {
  /** host:port */
  readonly address: string
  close(): Promise<void>
}

/** Serves pages over TLS by their path; a path that it does not know is answered as by the proxy. */
export async function servePages(pages: Readonly<Record<string, Page>>, certificate: Certificate): Promise<PageServer> {
  const server = createServer({ ...certificate }, (request, response) => {
    const page = pages[request.url?.split('?')[0] ?? '']
    if (typeof page === 'function') return page(request, response)
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(page ?? '404 page not found\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
