import { isCcCiError } from '@cc-ci/kernel'
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AddressLimits } from '../../operator/address-limits.js'
import type { ForgeComment } from '../../ports/forge-channel.js'
import { addressOf } from './address-of.js'
import type { ServerAppParts } from './server-app-parts.js'

const mostBytes = 1024 * 1024
/** A busy forge tells of a comment each second; who guesses at signatures is slowed down. */
const limit = { burst: 60, perSecond: 2 }

const statuses = {
  WEBHOOK_FORGED: 401,
  WEBHOOK_OVERSIZE: 413,
  WEBHOOK_INVALID: 400,
  WEBHOOK_STALE: 409,
} as const

/**
 * `POST /webhook`: a signed comment, which is heard as one that polling found. 200 says that it was decided, now or
 * before; 202 that polling will find it again; 401, 413, 415 and 400 that it is none.
 */
export function addWebhook(app: Hono, parts: ServerAppParts): void {
  const { verify, clock } = parts
  const limits = new AddressLimits(limit, () => clock.monotonic())
  const tooLarge = (context: Context) => context.json({ error: 'WEBHOOK_OVERSIZE' }, 413)

  app.post('/webhook', async (context, next) => {
    if (verify === undefined) return context.json({ error: 'WEBHOOK_NOT_TAKEN' }, 404)
    if (!limits.take(addressOf(context))) return context.json({ error: 'TOO_MANY' }, 429, { 'retry-after': '5' })
    const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (type !== 'application/json') return context.json({ error: 'WEBHOOK_INVALID' }, 415)
    return next()
  })
  app.post('/webhook', bodyLimit({ maxSize: mostBytes, onError: tooLarge }), async (context) => {
    const body = new Uint8Array(await context.req.arrayBuffer())
    try {
      const comment = verify?.({ header: (name) => context.req.header(name), body }) ?? null
      const { heard, status } =
        comment === null ? { heard: 'nothing', status: 200 as const } : await take(comment, parts)
      return context.json({ heard }, status)
    } catch (error) {
      const { code, status } = refusalOf(error)
      return context.json({ error: code }, status)
    }
  })
}

async function take(comment: ForgeComment, { hearing, onTold, onTrouble }: ServerAppParts) {
  const heard = await hearing.hear(comment)
  if (heard.kind === 'later') {
    onTrouble(heard.problem ?? heard.why)
    return { heard: heard.kind, status: 202 } as const
  }
  onTold()
  return { heard: heard.kind, status: 200 } as const
}

/** What a webhook is refused with; throws what is no refusal. */
function refusalOf(error: unknown) {
  if (isCcCiError(error) && Object.hasOwn(statuses, error.code)) {
    return { code: error.code, status: statuses[error.code as keyof typeof statuses] }
  }
  throw error
}
