import { randomBytes } from 'node:crypto'
import { CcCiError } from '@cc-ci/kernel'
import { type ComposeDocument, serviceNamed } from '../recipe/compose-document.js'
import { askAdmin, askAdminPatiently, fieldOf } from './ask-admin.js'
import type { Credentials } from './dependency-state.js'
import {
  type Enrolment,
  type IdentityProvider,
  type ProviderSite,
  type ProviderWorld,
  placeholder,
  placeOf,
} from './identity-provider.js'
import { runInProvider } from './run-in-provider.js'

const username = 'ccci-member'
const email = `${username}@example.org`

/** Keycloak, and whatever has its admin API: a realm of this run's own with one client and one user in it. */
export const keycloakProvider: IdentityProvider = {
  kind: 'keycloak',

  foresee: (site) => ({
    ...known(site),
    client_secret: placeholder,
    password: placeholder,
    admin_password: placeholder,
  }),

  async enrol(site, world): Promise<Enrolment> {
    const secrets = {
      client_secret: newSecret(world),
      password: newSecret(world),
      admin_password: await readAdminPassword(site, world),
    }
    const credentials = { ...known(site), ...secrets }
    await makeRealm(site, credentials, world)
    const path = `/realms/${credentials.realm}/.well-known/openid-configuration`
    const issuer = fieldOf(await askAdmin({ domain: site.domain, path, method: 'GET' }, world), 'issuer', path)
    return { credentials: { ...credentials, issuer }, revoke: () => removeRealm(site, credentials, world) }
  },
}

function known(site: ProviderSite) {
  const { app, domain, internalUrl, document, service } = site
  const realm = app.domain.split('.')[0] ?? app.recipe
  const issuer = `https://${domain}/realms/${realm}`
  return {
    ...placeOf(site),
    ...{ provider: 'keycloak', realm, issuer, client_id: app.recipe, username, email },
    discovery_url: `${issuer}/.well-known/openid-configuration`,
    internal_issuer: `${internalUrl}/realms/${realm}`,
    admin_user: adminUserOf(document, service),
  }
}

async function makeRealm(
  { domain, app }: ProviderSite,
  credentials: ReturnType<typeof known> & Credentials,
  world: ProviderWorld,
): Promise<void> {
  const token = await giveToken(domain, credentials, world)
  const make = (path: string, json: object): Promise<string> =>
    askAdmin({ domain, path: `/admin/realms${path}`, method: 'POST', token, json }, world)
  const { realm, client_id: clientId, client_secret: secret, password } = credentials
  await make('', { realm, enabled: true })
  await make(`/${realm}/clients`, {
    ...{ clientId, secret, protocol: 'openid-connect', enabled: true },
    ...{ publicClient: false, standardFlowEnabled: true, directAccessGrantsEnabled: true },
    ...{ redirectUris: [`https://${app.domain}/*`], webOrigins: [`https://${app.domain}`] },
  })
  await make(`/${realm}/users`, {
    // Without all of these Keycloak lets nobody in before a profile is filled in.
    ...{ username, email, emailVerified: true, firstName: 'Member', lastName: 'Of this run', enabled: true },
    credentials: [{ type: 'password', value: password, temporary: false }],
  })
}

async function removeRealm({ domain }: ProviderSite, credentials: Credentials, world: ProviderWorld): Promise<void> {
  const token = await giveToken(domain, credentials, world)
  await askAdmin({ domain, path: `/admin/realms/${credentials.realm}`, method: 'DELETE', token }, world)
}

/** A token lives for a minute, so each errand has its own. */
async function giveToken(domain: string, credentials: Credentials, world: ProviderWorld): Promise<string> {
  const { admin_user: name = '', admin_password: password = '' } = credentials
  const path = '/realms/master/protocol/openid-connect/token'
  const form = { grant_type: 'password', client_id: 'admin-cli', username: name, password }
  const token = fieldOf(await askAdminPatiently({ domain, path, method: 'POST', form }, world), 'access_token', path)
  world.mask(token)
  return `Bearer ${token}`
}

function newSecret({ mask }: ProviderWorld): string {
  const secret = randomBytes(24).toString('hex')
  mask(secret)
  return secret
}

/** The administrator's password lies in the container as a secret, whoever made it. */
async function readAdminPassword(site: ProviderSite, world: ProviderWorld): Promise<string> {
  const grants = serviceNamed(site.document, site.service)?.secrets ?? []
  const grant = grants.find(({ source }) => /admin.*pass|admin.*pw/i.test(source))
  if (grant === undefined)
    throw new CcCiError('DEPENDENCY_ENRICHMENT_FAILED', `The service ${site.service} has no secret admin_password.`)
  const target = grant.target ?? grant.source
  const file = target.startsWith('/') ? target : `/run/secrets/${target}`
  const password = await runInProvider(site, ['cat', file], world)
  world.mask(password)
  return password
}

const adminVariables = ['KC_BOOTSTRAP_ADMIN_USERNAME', 'KEYCLOAK_ADMIN', 'KEYCLOAK_USER', 'ADMIN_USERNAME']

function adminUserOf(document: ComposeDocument, service: string): string {
  const environment = serviceNamed(document, service)?.environment ?? {}
  return adminVariables.map((name) => environment[name]).find((value) => value) ?? 'admin'
}
