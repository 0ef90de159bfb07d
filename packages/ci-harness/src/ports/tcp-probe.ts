/** One TCP connection that is closed again at once. */
export interface TcpProbe {
  connect(target: { readonly host: string; readonly port: number; readonly timeoutMs: number }): Promise<TcpAnswer>
}

export type TcpAnswer = { readonly connected: true } | { readonly connected: false; readonly why: string }
