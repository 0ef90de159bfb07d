import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { drawWebhook, ForgeState, headersOf } from '../testing/index.js'
import { mostWebhookBytes, verifyWebhook, type WebhookForge } from './verify-webhook.js'

const now = 1_800_000_000
const secret = 'of both'
const forges = ['gitea', 'forgejo', 'github'] as const
const state = new ForgeState(() => now)
state.putPullRequest('org/wiki', 7)

function commented({ at = now, number = 7, body = '!testme — 🌻' } = {}) {
  return state.say('org/wiki', number, { author: 'maria', body, at })
}

interface Sent {
  headers: Record<string, string>
  body: string | Uint8Array
}

function verify(forge: WebhookForge, { headers, body }: Sent, options: { secret?: string; now?: number } = {}) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return verifyWebhook({ header: (name) => headers[name], body: bytes }, { forge, secret, now, ...options })
}

const drawn = (forge: WebhookForge, comment = commented(), action?: 'created' | 'edited' | 'deleted'): Sent => {
  const { headers, body } = drawWebhook(comment, { forge, secret, state, ...(action && { action }) })
  return { headers: { ...headers }, body }
}

const signed = (forge: WebhookForge, body: string): Sent => ({
  headers: { 'content-type': 'application/json', ...headersOf(forge, secret, body) },
  body,
})

describe.each(forges)('A webhook of %s', (forge) => {
  it('S-01: tells of a comment as polling does', () => {
    const comment = commented()

    expect(verify(forge, drawn(forge, comment))).toEqual({
      id: `${comment.id}`,
      repository: 'org/wiki',
      pullRequest: 7,
      author: 'maria',
      body: '!testme — 🌻',
      createdAt: now,
    })
  })

  it('tells of nothing new when a comment was changed, removed, or is on an issue', () => {
    expect(verify(forge, drawn(forge, commented(), 'edited'))).toBeNull()
    expect(verify(forge, drawn(forge, commented(), 'deleted'))).toBeNull()
    expect(verify(forge, drawn(forge, commented({ number: 8 })))).toBeNull()
  })

  it('tells of nothing when it is of another event', () => {
    const push = signed(forge, '{"ref":"refs/heads/main"}')
    for (const name of Object.keys(push.headers)) if (name.endsWith('-event')) push.headers[name] = 'push'

    expect(verify(forge, push)).toBeNull()
  })

  it.each<[string, string, (sent: Sent, header: string) => Sent]>([
    ['is of another secret', 'WEBHOOK_FORGED', ({ body, headers }) => ({ body, headers: other(forge, headers, body) })],
    ['was changed on its way', 'WEBHOOK_FORGED', ({ headers, body }) => ({ headers, body: `${body} ` })],
    ['was cut off', 'WEBHOOK_FORGED', ({ headers, body }) => ({ headers, body: body.slice(0, -1) })],
    ['has no signature', 'WEBHOOK_FORGED', (sent, header) => withHeader(sent, header, undefined)],
    [
      'has half a signature',
      'WEBHOOK_FORGED',
      (sent, header) => withHeader(sent, header, sent.headers[header]?.slice(0, -2)),
    ],
    [
      'has a longer signature',
      'WEBHOOK_FORGED',
      (sent, header) => withHeader(sent, header, `${sent.headers[header]}00`),
    ],
    ['has a signature of no hex', 'WEBHOOK_FORGED', (sent, header) => withHeader(sent, header, 'z'.repeat(64))],
    ['S-11: is signed by SHA-1 alone', 'WEBHOOK_FORGED', (sent, header) => withHeader(sent, header, sha1(sent.body))],
    ['is a form', 'WEBHOOK_INVALID', (sent) => withHeader(sent, 'content-type', 'application/x-www-form-urlencoded')],
    ['has no content type', 'WEBHOOK_INVALID', (sent) => withHeader(sent, 'content-type', undefined)],
    ['is no JSON', 'WEBHOOK_INVALID', () => signed(forge, 'payload={}')],
    ['lacks the comment', 'WEBHOOK_INVALID', () => signed(forge, '{"action":"created"}')],
    [
      'climbs out of its repository',
      'WEBHOOK_INVALID',
      ({ body }) => signed(forge, `${body}`.replace('org/wiki"}', '../wiki"}')),
    ],
    ['is larger than any', 'WEBHOOK_OVERSIZE', () => signed(forge, ' '.repeat(mostWebhookBytes + 1))],
  ])('is refused when it %s', (_, code, change) => {
    expect(() => verify(forge, change(drawn(forge), signatureHeader[forge]))).toThrow(
      expect.objectContaining({ code, exitCode: 2 }),
    )
  })

  it('is refused where no secret was set, whatever it was signed with', () => {
    const comment = commented()
    const { headers, body } = drawWebhook(comment, { forge, secret: '', state })

    expect(() => verify(forge, { headers: { ...headers }, body }, { secret: '' })).toThrow(/no secret/)
  })

  it.each([
    [-601, false],
    [-600, true],
    [120, true],
    [121, false],
  ])('made %i s from now is heard: %j', (offset, heard) => {
    const sent = drawn(forge, commented({ at: now + offset }))

    if (heard) expect(verify(forge, sent)).not.toBeNull()
    else expect(() => verify(forge, sent)).toThrow(expect.objectContaining({ code: 'WEBHOOK_STALE' }))
  })
})

it.each([
  ['github', 'gitea'],
  ['gitea', 'github'],
] as const)('A webhook of %s is not read as one of %s by what it says of itself', (of, as) => {
  const sent = drawn(of)
  if (of === 'gitea') delete sent.headers['x-hub-signature-256']

  expect(() => verify(as, sent)).toThrow(expect.objectContaining({ code: 'WEBHOOK_FORGED' }))
})

const signatureHeader = {
  gitea: 'x-gitea-signature',
  forgejo: 'x-forgejo-signature',
  github: 'x-hub-signature-256',
} as const

const sha1 = (body: string | Uint8Array): string => `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`

const other = (forge: WebhookForge, headers: Record<string, string>, body: string | Uint8Array) => ({
  ...headers,
  ...headersOf(forge, 'of nobody', `${body}`),
})

function withHeader({ headers, body }: Sent, name: string, value: string | undefined): Sent {
  const { [name]: _, ...rest } = headers
  return { body, headers: value === undefined ? rest : { ...rest, [name]: value } }
}
