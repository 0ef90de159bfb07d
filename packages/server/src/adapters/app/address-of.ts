import type { Context } from 'hono'

interface NodeConnection {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } }
}

const own = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/**
 * The address that a request came from. Of a proxy on this machine it is what that saw last; what others say of
 * themselves counts for nothing.
 */
export function addressOf(context: Context): string {
  const peer = (context.env as NodeConnection | undefined)?.incoming?.socket?.remoteAddress ?? 'unknown'
  const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return own.has(peer) && forwarded ? forwarded.slice(0, 64) : peer
}
