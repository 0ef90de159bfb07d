/** Requests of any method over verified TLS, under a name that only the proxy need know. Redirects are answers. */
export interface HttpClient {
  /** Never throws for trouble on the way: what did not answer is told as such. */
  send(request: HttpRequest): Promise<HttpReply>
}

export interface HttpRequest {
  readonly domain: string
  /** With the query. */
  readonly path: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs: number
}

export type HttpReply =
  | { readonly answered: true; readonly status: number; readonly body: string }
  | { readonly answered: false; readonly why: string }
