import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { readBody, sendJson } from './http.js'
import { hashPassword } from './password.js'

const tokenSeconds = 60

/** The part of Keycloak's admin API that makes realms, clients and users, for the one administrator there is. */
export class AdminApi {
  #store
  #admin
  #onChange
  #tokens = new Map()

  /** `onChange` hears the name of each realm that is no longer as it was. */
  constructor({ store, admin, onChange }) {
    this.#store = store
    this.#admin = admin
    this.#onChange = onChange
  }

  /** `POST /realms/master/protocol/openid-connect/token`, with the administrator's password. */
  async giveToken(request, response) {
    const form = new URLSearchParams(await readBody(request))
    const { name, password } = this.#admin
    const given = form.get('grant_type') === 'password' && form.get('username') === name && form.get('password')
    if (!given || !isSame(given, password)) return sendJson(response, 401, { error: 'invalid_grant' })
    const token = randomBytes(32).toString('base64url')
    this.#tokens.set(token, Date.now() + tokenSeconds * 1000)
    sendJson(response, 200, { access_token: token, expires_in: tokenSeconds, token_type: 'Bearer' })
  }

  /** Everything below `/admin/realms`. */
  async answer(request, response, path) {
    if (!this.#isAllowed(request)) return sendJson(response, 401, { error: 'HTTP 401 Unauthorized' })
    const [realmName, kind, ...more] = path.split('/').filter(Boolean).map(decodeURIComponent)
    if (realmName === undefined) return this.#realms(request, response)
    const realm = this.#store.get(realmName)
    if (realm === undefined) return sendJson(response, 404, { error: 'Realm not found.' })
    if (kind === undefined) return this.#realm(request, response, realm)
    if (more.length === 0 && kind === 'clients') return this.#clients(request, response, realm)
    if (more.length === 0 && kind === 'users') return this.#users(request, response, realm)
    sendJson(response, 404, { error: 'HTTP 404 Not Found' })
  }

  #isAllowed({ headers }) {
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1]
    return (this.#tokens.get(token) ?? 0) > Date.now()
  }

  async #realms(request, response) {
    if (request.method === 'GET')
      return sendJson(
        response,
        200,
        this.#store.names().map((realm) => ({ realm })),
      )
    if (request.method !== 'POST') return notAllowed(response)
    const { realm: name } = JSON.parse(await readBody(request))
    if (this.#store.get(name) !== undefined) return conflict(response, 'Realm', name)
    if (this.#store.create(name) === undefined)
      return sendJson(response, 400, { error: `no name for a realm: ${name}` })
    this.#onChange(name)
    sendJson(response, 201, undefined, { Location: `/admin/realms/${name}` })
  }

  #realm(request, response, { name }) {
    if (request.method === 'GET') return sendJson(response, 200, { realm: name, enabled: true })
    if (request.method !== 'DELETE') return notAllowed(response)
    this.#store.remove(name)
    this.#onChange(name)
    response.writeHead(204).end()
  }

  async #clients(request, response, realm) {
    if (request.method === 'GET')
      return sendJson(
        response,
        200,
        realm.clients.map(({ id, clientId, redirectUris }) => ({ id, clientId, redirectUris })),
      )
    if (request.method !== 'POST') return notAllowed(response)
    const {
      clientId,
      secret = randomBytes(24).toString('base64url'),
      redirectUris,
    } = JSON.parse(await readBody(request))
    if (realm.clients.some((client) => client.clientId === clientId)) return conflict(response, 'Client', clientId)
    const client = { id: randomUUID(), clientId, secret, redirectUris }
    realm.clients.push(client)
    this.#changed(realm)
    sendJson(response, 201, undefined, { Location: `/admin/realms/${realm.name}/clients/${client.id}` })
  }

  async #users(request, response, realm) {
    if (request.method === 'GET')
      return sendJson(
        response,
        200,
        realm.users.map(({ hash: _hash, ...user }) => user),
      )
    if (request.method !== 'POST') return notAllowed(response)
    const { username, credentials = [], ...about } = JSON.parse(await readBody(request))
    if (realm.users.some((user) => user.username === username)) return conflict(response, 'User', username)
    const password = credentials.find(({ type }) => type === 'password')?.value ?? randomBytes(24).toString('hex')
    const { email, emailVerified, firstName, lastName } = about
    const user = { id: randomUUID(), username, email, emailVerified, firstName, lastName, hash: hashPassword(password) }
    realm.users.push(user)
    this.#changed(realm)
    sendJson(response, 201, undefined, { Location: `/admin/realms/${realm.name}/users/${user.id}` })
  }

  #changed(realm) {
    this.#store.save(realm)
    this.#onChange(realm.name)
  }
}

function isSame(given, wanted) {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const notAllowed = (response) => sendJson(response, 405, { error: 'HTTP 405 Method Not Allowed' })

const conflict = (response, kind, name) => sendJson(response, 409, { errorMessage: `${kind} ${name} already exists` })
