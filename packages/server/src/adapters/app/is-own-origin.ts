import type { Context } from 'hono'

/** Whether a form was sent by a page of ours: browsers say where a form stands, and no page can change what they say. */
export function isOwnOrigin(context: Context, baseUrl: string | undefined): boolean {
  const origin = context.req.header('origin')
  if (origin === undefined || !URL.canParse(origin)) return false
  const { host, origin: normal } = new URL(origin)
  return host === context.req.header('host') || (baseUrl !== undefined && normal === new URL(baseUrl).origin)
}
