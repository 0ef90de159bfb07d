import { Provider } from 'oidc-provider'

const scopes = ['openid', 'email', 'profile']

/** The OpenID Connect server of one realm, at the paths that Keycloak has. Changed clients need a new one. */
export function openRealm(realm, { publicUrl, log }) {
  const protocol = '/protocol/openid-connect'
  const provider = new Provider(`${publicUrl}/realms/${realm.name}`, {
    clients: realm.clients.map(toClient),
    jwks: { keys: realm.keys },
    cookies: { keys: [realm.cookieKey] },
    features: { devInteractions: { enabled: false } },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    // Keycloak, too, puts what the scopes allow into the ID token.
    conformIdTokenClaims: false,
    findAccount: (_context, id) => findAccount(realm, id),
    loadExistingGrant,
    interactions: { url: (_context, { uid }) => `/realms/${realm.name}/interaction/${uid}` },
    routes: {
      authorization: `${protocol}/auth`,
      token: `${protocol}/token`,
      jwks: `${protocol}/certs`,
      userinfo: `${protocol}/userinfo`,
      end_session: `${protocol}/logout`,
    },
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Grant: 3600, Session: 3600 },
    renderError: (context, { error, error_description: words }) => {
      log(`${realm.name}: ${error}: ${words ?? ''}`)
      context.type = 'text/plain'
      context.body = `${error}: ${words ?? ''}\n`
    },
  })
  provider.proxy = true // The reverse proxy says which name and scheme were asked for.
  const { redirectUriAllowed } = provider.Client.prototype
  provider.Client.prototype.redirectUriAllowed = function (uri) {
    return (
      redirectUriAllowed.call(this, uri) || wildcardsOf(realm, this.clientId).some((start) => uri.startsWith(start))
    )
  }
  return provider
}

/** Redirects that end in `*`, which Keycloak knows and the protocol does not, as what they begin with. */
function wildcardsOf(realm, clientId) {
  const { redirectUris = [] } = realm.clients.find((client) => client.clientId === clientId) ?? {}
  return redirectUris.filter((uri) => uri.endsWith('*')).map((uri) => uri.slice(0, -1))
}

function toClient({ clientId, secret, redirectUris = [] }) {
  return {
    client_id: clientId,
    client_secret: secret,
    redirect_uris: redirectUris.map((uri) => uri.replace(/\*$/, '')),
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }
}

function findAccount(realm, id) {
  const user = realm.users.find((each) => each.id === id)
  if (user === undefined) return undefined
  const { username, email, firstName = '', lastName = '', emailVerified = false } = user
  const name = `${firstName} ${lastName}`.trim() || username
  return {
    accountId: id,
    claims: () => ({ sub: id, name, preferred_username: username, email, email_verified: emailVerified }),
  }
}

/** Every client is the operator's own, so nobody is asked whether it may know who they are. */
async function loadExistingGrant(context) {
  const { provider, session, client, result } = context.oidc
  const known = result?.consent?.grantId ?? session.grantIdFor(client.clientId)
  if (known !== undefined) return provider.Grant.find(known)
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope(scopes.join(' '))
  await grant.save()
  return grant
}
