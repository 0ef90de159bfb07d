/** One real HTTP request to an app, without following redirects. */
export interface HttpProbe {
  get(target: HttpTarget): Promise<HttpAnswer>
}

export interface HttpTarget {
  readonly domain: string
  readonly path: string
  readonly timeoutMs: number
}

/** `answered: false` means not known to serve: refused, timed out, or a certificate that could not be verified. */
export type HttpAnswer =
  | {
      readonly answered: true
      readonly status: number
      readonly server: string | undefined
      readonly location: string | undefined
      readonly body: string
      readonly verifiedTls: boolean
    }
  | { readonly answered: false; readonly why: string }
