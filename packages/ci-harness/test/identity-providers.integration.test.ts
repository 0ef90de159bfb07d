import { writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { SystemClock } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HttpsProbe } from '../src/adapters/https-probe.js'
import { giteaProvider } from '../src/dependencies/gitea-provider.js'
import type { IdentityProvider, ProviderSite } from '../src/dependencies/identity-provider.js'
import { keycloakProvider } from '../src/dependencies/keycloak-provider.js'
import { readComposeDocument } from '../src/recipe/compose-document.js'
import { ScriptedContainers } from '../src/testing/scripted-containers.js'
import { servePages } from './page-server.js'
import { selfSigned } from './self-signed.js'

const domain = 'idp-0a1b2c.ci.test'
const appDomain = 'wiki-1a2b3c.ci.test'
const compose = `services: {app: {image: x, environment: {ADMIN_USERNAME: root},
  secrets: [{source: admin_password, target: admin-pw}]}}`
const site: ProviderSite = {
  ...{ recipe: 'idp', domain, stack: 'idp_ci_test', service: 'app', internalUrl: 'http://idp_ci_test_app:8080' },
  ...{ document: readComposeDocument(compose), app: { recipe: 'wiki', domain: appDomain } },
}

interface Exchange {
  readonly asked: string
  readonly authorization: string | undefined
  readonly body: string
}

/** An admin API over real TLS that gives recorded answers, by method and path; each list of answers is used up to its last. */
async function recorded(
  provider: IdentityProvider,
  answers: Readonly<Record<string, readonly [number, unknown][]>>,
  program: (command: readonly string[]) => string,
) {
  const exchanges: Exchange[] = []
  const times = new Map<string, number>()
  const page = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks = await request.toArray()
    const asked = `${request.method} ${request.url}`
    exchanges.push({
      asked,
      authorization: request.headers.authorization,
      body: Buffer.concat(chunks as Buffer[]).toString(),
    })
    const known = answers[asked] ?? [[404, 'not found']]
    const time = times.get(asked) ?? 0
    times.set(asked, time + 1)
    const [status, body] = known[Math.min(time, known.length - 1)] ?? [404, '']
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const paths = new Set(Object.keys(answers).map((asked) => asked.split(' ')[1] ?? ''))
  const certificate = selfSigned(domain)
  const served = Object.fromEntries(
    [...paths].map((path) => [
      path,
      (request: IncomingMessage, response: ServerResponse) => void page(request, response),
    ]),
  )
  const server = await servePages(served, certificate)
  onTestFinished(() => server.close())
  const caFile = join(temporaryFolder(onTestFinished), 'ca.pem')
  writeFileSync(caFile, certificate.cert)
  const containers = new ScriptedContainers(({ command }) => ({ stdout: `${program(command)}\n` }))
  const masked: string[] = []
  const world = {
    ...{ http: new HttpsProbe({ proxy: { address: server.address, caFile } }), containers, clock: new SystemClock() },
    ...{ signal: new AbortController().signal, mask: (secret: string) => void masked.push(secret) },
  }
  return { exchanges, masked, calls: containers.calls, enrol: () => provider.enrol(site, world) }
}

const token = '/realms/master/protocol/openid-connect/token'
const keycloak = {
  [`POST ${token}`]: [
    [502, ''],
    [502, ''],
    [200, { access_token: 'admin-token-0123' }],
  ],
  'POST /admin/realms': [[201, '']],
  'POST /admin/realms/wiki-1a2b3c/clients': [[201, '']],
  'POST /admin/realms/wiki-1a2b3c/users': [[201, '']],
  'GET /realms/wiki-1a2b3c/.well-known/openid-configuration': [
    [200, { issuer: `https://${domain}/realms/wiki-1a2b3c` }],
  ],
  'DELETE /admin/realms/wiki-1a2b3c': [[204, '']],
} satisfies Record<string, [number, unknown][]>

describe('a provider with the admin API of Keycloak', () => {
  it('H-12: makes a realm of this run with client and user, even if it answers 502 twice at first', async () => {
    const run = await recorded(keycloakProvider, keycloak, () => 'admin-password-0123')
    const { credentials } = await run.enrol()

    expect(run.calls.map(({ command }) => command)).toEqual([['cat', '/run/secrets/admin-pw']])
    expect(run.exchanges.map(({ asked }) => asked)).toEqual([
      ...Array(3).fill(`POST ${token}`),
      'POST /admin/realms',
      'POST /admin/realms/wiki-1a2b3c/clients',
      'POST /admin/realms/wiki-1a2b3c/users',
      'GET /realms/wiki-1a2b3c/.well-known/openid-configuration',
    ])
    expect(run.exchanges[2]?.body).toContain('username=root&password=admin-password-0123')
    const [client, user] = run.exchanges.slice(4, 6).map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    expect(client).toMatchObject({ clientId: 'wiki', secret: credentials.client_secret, publicClient: false })
    expect(client?.redirectUris).toEqual([`https://${appDomain}/*`])
    expect(user).toMatchObject({
      ...{ username: credentials.username, emailVerified: true },
      credentials: [{ type: 'password', value: credentials.password, temporary: false }],
    })
    expect(credentials).toMatchObject({
      ...{ domain, base_url: `https://${domain}`, internal_url: 'http://idp_ci_test_app:8080', realm: 'wiki-1a2b3c' },
      ...{ issuer: `https://${domain}/realms/wiki-1a2b3c`, client_id: 'wiki', admin_user: 'root' },
    })
  })

  it('tells every secret to the mask before it is used', async () => {
    const run = await recorded(keycloakProvider, keycloak, () => 'admin-password-0123')
    const { credentials } = await run.enrol()

    const secrets = [credentials.client_secret, credentials.password, 'admin-password-0123', 'admin-token-0123']
    expect(new Set(run.masked)).toEqual(new Set(secrets))
  })

  it('removes the realm at the end', async () => {
    const run = await recorded(keycloakProvider, keycloak, () => 'admin-password-0123')
    const { revoke } = await run.enrol()
    await revoke()

    expect(run.exchanges.at(-1)).toMatchObject({
      ...{ asked: 'DELETE /admin/realms/wiki-1a2b3c', authorization: 'Bearer admin-token-0123' },
    })
  })

  it.each<[string, keyof typeof keycloak, [number, unknown], string]>([
    ['refuses its administrator', `POST ${token}`, [401, { error: 'invalid_grant' }], 'HTTP 401'],
    ['gives no token', `POST ${token}`, [200, {}], 'gave no access_token'],
    ['has that realm already', 'POST /admin/realms', [409, 'exists'], 'HTTP 409'],
    [
      'takes no user',
      'POST /admin/realms/wiki-1a2b3c/users',
      [500, ''],
      'users of idp-0a1b2c.ci.test was answered by: HTTP 500',
    ],
  ])('that %s enrols nobody, and says why', async (_, asked, answer, words) => {
    const run = await recorded(keycloakProvider, { ...keycloak, [asked]: [answer] }, () => 'admin-password-0123')

    await expect(run.enrol()).rejects.toMatchObject({
      ...{ code: 'DEPENDENCY_ENRICHMENT_FAILED', message: expect.stringContaining(words) },
    })
  })

  it('foresees every key that it gives, and none of the secrets', async () => {
    const { enrol } = await recorded(keycloakProvider, keycloak, () => 'admin-password-0123')
    const { credentials } = await enrol()
    const foreseen = keycloakProvider.foresee(site)

    expect(Object.keys(foreseen).toSorted()).toEqual(Object.keys(credentials).toSorted())
    const unknown = Object.keys(foreseen).filter((key) => foreseen[key] === 'not-known-yet')
    expect(unknown.toSorted()).toEqual(['admin_password', 'client_secret', 'password'])
    for (const key of Object.keys(foreseen).filter((each) => !unknown.includes(each)))
      expect(foreseen[key]).toBe(credentials[key])
  })
})

const applications = '/api/v1/user/applications/oauth2'
const gitea = {
  'GET /api/v1/version': [
    [502, ''],
    [502, ''],
    [200, { version: '1.24.2' }],
  ],
  'POST /api/v1/admin/users': [[201, { id: 2, login: 'ccci-member' }]],
  [`POST ${applications}`]: [[201, { id: 1, client_id: 'c0ffee-client', client_secret: 'gto_c0ffee-secret' }]],
  [`DELETE ${applications}/1`]: [[204, '']],
} satisfies Record<string, [number, unknown][]>

const adminToken = '0123456789abcdef0123456789abcdef01234567'
const giteaProgram = (command: readonly string[]): string =>
  command.includes('generate-access-token')
    ? adminToken
    : "generated random password is 'hunter2hunter2'\nNew user 'ccci-admin' has been successfully created!"

describe('a provider with the admin API of Gitea', () => {
  it('H-12, H-13: makes an administrator in the container, a token with scopes, and by it user and application', async () => {
    const run = await recorded(giteaProvider, gitea, giteaProgram)
    const { credentials } = await run.enrol()

    expect(run.calls.map(({ command, options }) => [options.user, command.slice(0, 4).join(' ')])).toEqual([
      ['git', 'gitea admin user create'],
      ['git', 'gitea admin user generate-access-token'],
    ])
    expect(run.calls[1]?.command).toContain('write:admin,write:user,write:repository')
    expect(run.exchanges.map(({ asked }) => asked)).toEqual([
      ...Array(3).fill('GET /api/v1/version'),
      'POST /api/v1/admin/users',
      `POST ${applications}`,
    ])
    expect(new Set(run.exchanges.map(({ authorization }) => authorization))).toEqual(new Set([`token ${adminToken}`]))
    expect(JSON.parse(run.exchanges[4]?.body ?? '')).toMatchObject({ name: 'wiki', confidential_client: true })
    expect(credentials).toMatchObject({
      ...{ client_id: 'c0ffee-client', client_secret: 'gto_c0ffee-secret', token: adminToken },
      ...{ token_url: `https://${domain}/login/oauth/access_token`, username: 'ccci-member' },
    })
  })

  it('keeps secrets out of every argument, and tells each to the mask', async () => {
    const run = await recorded(giteaProvider, gitea, giteaProgram)
    const { credentials } = await run.enrol()

    const secrets = [credentials.password, credentials.client_secret, adminToken, 'hunter2hunter2']
    expect(new Set(run.masked)).toEqual(new Set(secrets))
    for (const secret of secrets) expect(run.calls.flatMap(({ command }) => command).join(' ')).not.toContain(secret)
  })

  it('removes the application at the end', async () => {
    const run = await recorded(giteaProvider, gitea, giteaProgram)
    const { revoke } = await run.enrol()
    await revoke()

    expect(run.exchanges.at(-1)?.asked).toBe(`DELETE ${applications}/1`)
  })

  it('H-13: that prints an error instead of a token enrols nobody', async () => {
    const run = await recorded(giteaProvider, gitea, () => 'Command error: invalid access token scope')

    await expect(run.enrol()).rejects.toMatchObject({
      ...{ code: 'DEPENDENCY_ENRICHMENT_FAILED', message: 'app printed no token for its administrator.' },
    })
    expect(run.exchanges).toEqual([])
  })
})
