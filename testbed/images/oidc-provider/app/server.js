import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { AdminApi } from './admin-api.js'
import { sendJson, sendPage } from './http.js'
import { openRealm } from './realm-provider.js'
import { RealmStore } from './realm-store.js'
import { signIn } from './sign-in.js'

const version = process.env.OIDC_PROVIDER_VERSION ?? 'unknown'
const publicUrl = `https://${process.env.OIDC_DOMAIN}`
const log = (line) => process.stdout.write(`${line}\n`)

const store = new RealmStore(process.env.OIDC_DATA ?? '/data/realms')
const providers = new Map()
const admin = new AdminApi({
  store,
  admin: {
    name: process.env.ADMIN_USERNAME ?? 'admin',
    password: readFileSync(process.env.ADMIN_PASSWORD_FILE ?? '/run/secrets/admin_password', 'utf8').trim(),
  },
  onChange: (name) => providers.delete(name),
})

const masterToken = '/realms/master/protocol/openid-connect/token'

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost')
  if (pathname === '/health') return sendJson(response, 200, { status: 'UP', version })
  if (pathname === '/') return sendPage(response, 200, { title: 'Sign-in service', body: `<p>Version ${version}</p>` })
  if (pathname === masterToken && request.method === 'POST') return admin.giveToken(request, response)
  if (pathname === '/admin/realms' || pathname.startsWith('/admin/realms/'))
    return admin.answer(request, response, pathname.slice('/admin/realms'.length))
  const [, name, rest] = /^\/realms\/([^/]+)(\/.*)?$/.exec(pathname) ?? []
  const realm = store.get(name)
  if (realm === undefined) return sendJson(response, 404, { error: 'not found' })
  const provider = providerOf(realm)
  if (rest?.startsWith('/interaction/')) return signIn(request, response, { realm, provider })
  // The server of a realm knows nothing of where it is mounted: it compares these two.
  request.originalUrl = request.url
  request.url = request.url.slice(`/realms/${name}`.length) || '/'
  return provider.callback()(request, response)
}

function providerOf(realm) {
  if (!providers.has(realm.name)) providers.set(realm.name, openRealm(realm, { publicUrl, log }))
  return providers.get(realm.name)
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    log(`${request.method} ${request.url.split('?')[0]}: ${error.message}`)
    if (!response.headersSent)
      sendJson(response, error.name === 'SessionNotFound' ? 400 : 500, { error: error.message })
  })
})

// Node as process 1 would ignore SIGTERM without this.
process.on('SIGTERM', () => process.exit(0))

// After a restore the files are others.
process.on('SIGHUP', () => {
  store.load()
  providers.clear()
  log(`read ${store.names().length} realms anew`)
})

server.listen(8080, () =>
  log(`oidc-provider ${version} listens on 8080 as ${publicUrl}, ${store.names().length} realms`),
)
