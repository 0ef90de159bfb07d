/** Where the reverse proxy listens (`host:port`) and the PEM file of the authority that signed its certificates. */
export interface ProxyAddress {
  readonly address: string
  readonly caFile?: string | undefined
}

export function splitAddress(address: string): { host: string; port: number } {
  const parts = /^\[?(.+?)\]?(?::(\d+))?$/.exec(address)
  return { host: parts?.[1] ?? address, port: Number(parts?.[2] ?? 443) }
}
