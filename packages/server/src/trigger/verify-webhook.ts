import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ForgeComment } from '../ports/forge-channel.js'
import { readWebhook } from './read-webhook.js'
import { webhookForged, webhookInvalid, webhookOversize, webhookStale } from './webhook-failures.js'

export type WebhookForge = 'gitea' | 'forgejo' | 'github'

export interface WebhookDelivery {
  /** Header names are lower case. */
  readonly header: (name: string) => string | undefined
  /** As it came, before anything parsed it: the signature is of these bytes. */
  readonly body: Uint8Array
}

export interface WebhookOptions {
  readonly forge: WebhookForge
  readonly secret: string
  /** Epoch seconds. */
  readonly now: number
}

/** More than a forge sends for a comment; who reads the body stops there, too. */
export const mostWebhookBytes = 1024 * 1024
/** Forges sign no time of sending: a comment older than this is left to polling. */
const windowSeconds = 600
/** How far the clock of a forge may be ahead. */
const aheadSeconds = 120

const signatures: Readonly<Record<WebhookForge, { readonly header: string; readonly prefix: string }>> = {
  gitea: { header: 'x-gitea-signature', prefix: '' },
  forgejo: { header: 'x-forgejo-signature', prefix: '' },
  github: { header: 'x-hub-signature-256', prefix: 'sha256=' },
}
const events: Readonly<Record<WebhookForge, string>> = {
  gitea: 'x-gitea-event',
  forgejo: 'x-forgejo-event',
  github: 'x-github-event',
}

/**
 * The comment on a pull request that a webhook tells of; null for anything else that a forge sends. Nothing of a body is
 * read before its signature fits. A replay within the window is the same comment, and known by its id. Throws
 * WEBHOOK_OVERSIZE, WEBHOOK_FORGED, WEBHOOK_INVALID, WEBHOOK_STALE.
 */
export function verifyWebhook(
  { header, body }: WebhookDelivery,
  { forge, secret, now }: WebhookOptions,
): ForgeComment | null {
  if (body.length > mostWebhookBytes) throw webhookOversize(body.length, mostWebhookBytes)
  const { header: name, prefix } = signatures[forge]
  const signature = header(name) ?? ''
  if (secret === '') throw webhookForged('the server has no secret for webhooks')
  if (signature === '') throw webhookForged(`it has no ${name}`)
  if (!fits(signature, prefix, createHmac('sha256', secret).update(body).digest()))
    throw webhookForged('its signature does not fit')
  const type = (header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw webhookInvalid(`its content type is “${type}”`)
  const comment = readWebhook(header(events[forge]) ?? '', body)
  if (comment !== null) refuseStale(comment, now)
  return comment
}

function fits(signature: string, prefix: string, expected: Uint8Array): boolean {
  if (!signature.startsWith(prefix)) return false
  const hex = signature.slice(prefix.length)
  return /^[0-9a-f]{64}$/i.test(hex) && timingSafeEqual(Buffer.from(hex, 'hex'), expected)
}

function refuseStale({ id, createdAt }: ForgeComment, now: number): void {
  if (createdAt < now - windowSeconds || createdAt > now + aheadSeconds) throw webhookStale(id)
}
