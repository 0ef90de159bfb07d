import { randomBytes } from 'node:crypto'
import { CcCiError } from '@cc-ci/kernel'
import { askAdmin, askAdminPatiently, fieldOf } from './ask-admin.js'
import {
  type Enrolment,
  type IdentityProvider,
  type ProviderSite,
  type ProviderWorld,
  placeholder,
  placeOf,
} from './identity-provider.js'
import { runInProvider } from './run-in-provider.js'

const [admin, username] = ['ccci-admin', 'ccci-member']
const email = `${username}@example.org`
/** From 1.22 on a token without scopes may do nothing (H-13). */
const scopes = 'write:admin,write:user,write:repository'
const applications = '/api/v1/user/applications/oauth2'

/** Gitea and Forgejo: an administrator by the command line in the container, an OAuth application by the API. */
export const giteaProvider: IdentityProvider = {
  kind: 'gitea',

  foresee: (site) => ({
    ...known(site),
    ...{ client_id: placeholder, client_secret: placeholder, password: placeholder, token: placeholder },
  }),

  async enrol(site, world): Promise<Enrolment> {
    const { domain, app } = site
    const token = await makeAdmin(site, world)
    const ask = { domain, token: `token ${token}` }
    const password = randomBytes(24).toString('hex')
    world.mask(password)
    await askAdminPatiently({ ...ask, path: '/api/v1/version', method: 'GET' }, world)
    const user = { username, email, password, must_change_password: false }
    await askAdmin({ ...ask, path: '/api/v1/admin/users', method: 'POST', json: user }, world)
    const made = await askAdmin(
      {
        ...{ ...ask, path: applications, method: 'POST' },
        json: { name: app.recipe, confidential_client: true, redirect_uris: redirectsOf(app.domain) },
      },
      world,
    )
    const secret = fieldOf(made, 'client_secret', applications)
    world.mask(secret)
    const id = fieldOf(made, 'id', applications)
    return {
      credentials: {
        ...known(site),
        ...{ token, password, client_secret: secret, client_id: fieldOf(made, 'client_id', applications) },
      },
      revoke: async () => {
        await askAdmin({ ...ask, path: `${applications}/${id}`, method: 'DELETE' }, world)
      },
    }
  },
}

/** Gitea compares redirects exactly, so the usual ones are named; an app with another one registers it by the token. */
const redirectsOf = (domain: string): string[] =>
  ['', '/', '/callback', '/oauth2/callback', '/oauth/callback', '/signed-in'].map((path) => `https://${domain}${path}`)

function known(site: ProviderSite) {
  const url = `https://${site.domain}`
  return {
    ...placeOf(site),
    ...{ provider: 'gitea', issuer: `${url}/`, admin_user: admin, username, email },
    discovery_url: `${url}/.well-known/openid-configuration`,
    authorize_url: `${url}/login/oauth/authorize`,
    token_url: `${url}/login/oauth/access_token`,
    internal_issuer: `${site.internalUrl}/`,
  }
}

/** Gitea invents the password and says it, since an argument would be seen by everybody on the host. */
async function makeAdmin(site: ProviderSite, world: ProviderWorld): Promise<string> {
  const run = (...words: readonly string[]): Promise<string> =>
    runInProvider(site, ['gitea', 'admin', 'user', ...words], world, { user: 'git' })
  const about = ['--username', admin, '--email', `${admin}@example.org`]
  const said = await run('create', '--admin', ...about, '--random-password', '--must-change-password=false')
  const password = /password is '?([^'\s]+)'?/.exec(said)?.[1]
  if (password !== undefined) world.mask(password)
  const naming = ['--username', admin, '--token-name', 'cc-ci', '--scopes', scopes, '--raw']
  const token = (await run('generate-access-token', ...naming)).split('\n').at(-1)?.trim() ?? ''
  if (!/^[0-9a-f]{40,}$/.test(token))
    throw new CcCiError('DEPENDENCY_ENRICHMENT_FAILED', `${site.service} printed no token for its administrator.`)
  world.mask(token)
  return token
}
