/** One TCP connection that is closed again at once. */
export interface TcpProbe {
  connect(target: TcpTarget): Promise<TcpAnswer>
}

export interface TcpTarget {
  readonly host: string
  readonly port: number
  readonly timeoutMs: number
  /** The host is a name of the app, which leads to where the proxy listens, whether or not a name server knows it. */
  readonly isOfApp?: boolean
}

export type TcpAnswer = { readonly connected: true } | { readonly connected: false; readonly why: string }
