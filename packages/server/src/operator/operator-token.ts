import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** `login` stands in a link and is used once; `call` comes with one request of our own program. */
export type TokenPurpose = 'login' | 'call'

export interface OperatorToken {
  readonly purpose: TokenPurpose
  /** Name that the audit gets. */
  readonly who: string
  /** Epoch seconds. */
  readonly expiresAt: number
  /** Tells one token from another. */
  readonly nonce: string
}

/** A token that whoever has the key can make, and nobody else: text safe in a link and in a header. */
export function signToken(key: Uint8Array, token: Omit<OperatorToken, 'nonce'>): string {
  const whole: OperatorToken = { ...token, nonce: randomBytes(16).toString('base64url') }
  const body = Buffer.from(JSON.stringify(whole)).toString('base64url')
  return `${body}.${macOf(key, body).toString('base64url')}`
}

/** The token behind a text; undefined when it is forged, of another purpose, or expired at `now`, epoch seconds. */
export function readToken(
  key: Uint8Array,
  text: string,
  { purpose, now }: { readonly purpose: TokenPurpose; readonly now: number },
): OperatorToken | undefined {
  const [body = '', mac = ''] = text.length > 2_000 ? [] : text.split('.')
  const given = Buffer.from(mac, 'base64url')
  const expected = macOf(key, body)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const token = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as OperatorToken
  return token.purpose === purpose && token.expiresAt > now ? token : undefined
}

function macOf(key: Uint8Array, body: string): Buffer {
  return createHmac('sha256', key).update(body).digest()
}
