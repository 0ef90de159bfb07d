import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'

const random = () => randomBytes(32).toString('base64url')

/**
 * Signs people in by OpenID Connect: code flow with PKCE. Browsers are sent to `issuer`; this server itself asks at
 * `internalUrl`, where there is one, since the issuer's name need not be known inside of a container.
 */
export class OpenId {
  #settings
  #server

  constructor(settings) {
    this.#settings = settings
  }

  get isConfigured() {
    const { issuer, clientId, clientSecret } = this.#settings
    return Boolean(issuer && clientId && clientSecret)
  }

  /** Where to send a browser, and what must be remembered until it comes back. */
  async begin() {
    const { authorization_endpoint: endpoint } = await this.#discover()
    const pending = { state: random(), nonce: random(), verifier: random() }
    const url = new URL(this.#seenFromOutside(endpoint))
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.#settings.clientId,
      redirect_uri: this.#settings.redirectUri,
      scope: 'openid profile email',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: createHash('sha256').update(pending.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    return { url: url.href, pending }
  }

  /** Who came back. Throws unless the provider vouches for it with a token that is ours and fresh. */
  async finish(query, pending) {
    if (query.get('error'))
      throw new Error(`the provider refused: ${query.get('error_description') ?? query.get('error')}`)
    if (pending === undefined || query.get('state') !== pending.state)
      throw new Error('this sign-in was not begun here')
    const { issuer, clientId } = this.#settings
    const server = await this.#discover()
    const { id_token: idToken } = await this.#exchange(server.token_endpoint, query.get('code'), pending.verifier)
    const keys = createRemoteJWKSet(new URL(this.#seenFromInside(server.jwks_uri)))
    const { payload } = await jwtVerify(idToken, keys, { issuer, audience: clientId })
    if (payload.nonce !== pending.nonce) throw new Error('the token belongs to another sign-in')
    return { subject: payload.sub, name: payload.preferred_username ?? payload.name ?? payload.sub }
  }

  async #exchange(endpoint, code, verifier) {
    const { clientId, clientSecret, redirectUri } = this.#settings
    const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':')
    const response = await fetch(this.#seenFromInside(endpoint), {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(`the provider gave no token: ${answer.error} ${answer.error_description ?? ''}`)
    return answer
  }

  async #discover() {
    if (this.#server !== undefined) return this.#server
    const { issuer } = this.#settings
    const response = await fetch(this.#seenFromInside(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))
    if (!response.ok) throw new Error(`the provider answers ${response.status} when it is asked what it offers`)
    const server = await response.json()
    if (server.issuer !== issuer) throw new Error(`the provider calls itself ${server.issuer}, not ${issuer}`)
    this.#server = server
    return server
  }

  #seenFromInside(url) {
    const { internalUrl } = this.#settings
    return internalUrl ? moved(url, internalUrl) : url
  }

  #seenFromOutside(url) {
    return moved(url, this.#settings.issuer)
  }
}

/** The same path and query at another origin. */
function moved(url, to) {
  const { pathname, search } = new URL(url)
  return new URL(pathname + search, to).href
}
