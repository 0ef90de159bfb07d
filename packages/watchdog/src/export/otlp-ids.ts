import { createHash } from 'node:crypto'

export interface SpanIds {
  readonly traceId: string
  readonly spanId: string
}

/**
 * Ids of what one line of one journal tells. They are the same whenever it is exported, so that a collector that has
 * them already keeps one. `origin` tells journals of several workspaces apart.
 */
export function spanIds(origin: string, { epoch, seq }: { readonly epoch: number; readonly seq: number }): SpanIds {
  const digest = createHash('sha256').update(`${origin}\n${epoch}\n${seq}`).digest('hex')
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) }
}

export function recordId(origin: string, line: { readonly epoch: number; readonly seq: number }): string {
  return spanIds(`${origin}\nlog`, line).traceId
}
