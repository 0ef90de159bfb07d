import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Members } from './members.js'
import { OpenId } from './open-id.js'
import { doorPage, membersPage, refusalPage } from './page.js'
import { SealedCookies } from './sealed-cookie.js'

const { OIDC_ISSUER: issuer, OIDC_INTERNAL_URL: internalUrl, OIDC_CLIENT_ID: clientId, DOMAIN: domain } = process.env
const version = process.env.CLUBHOUSE_VERSION ?? 'unknown'
const log = (line) => process.stdout.write(`${line}\n`)

const clientSecret = readFileSync(process.env.OIDC_CLIENT_SECRET_FILE ?? '/run/secrets/oidc_secret', 'utf8').trim()
const openId = new OpenId({ issuer, internalUrl, clientId, clientSecret, redirectUri: `https://${domain}/signed-in` })
const cookies = new SealedCookies(clientSecret)
const members = new Members(process.env.CLUBHOUSE_DATA ?? '/data/members.json')

const dayInSeconds = 86_400

const routes = {
  '/': ({ headers }) => {
    const member = cookies.read('member', headers.cookie)
    return page(200, member === undefined ? doorPage() : membersPage(member.name, members.list()))
  },
  '/health': () => json(200, { status: 'UP', version, signIn: openId.isConfigured }),
  '/members': ({ headers }) => {
    const member = cookies.read('member', headers.cookie)
    return member === undefined ? json(401, { error: 'members only' }) : json(200, members.list())
  },
  '/sign-in': async () => {
    if (!openId.isConfigured) return page(503, refusalPage('no identity provider is configured'))
    const { url, pending } = await openId.begin()
    return redirect(url, [cookies.write('pending', pending, 600)])
  },
  '/signed-in': async ({ headers, url }) => {
    const { searchParams } = new URL(url, 'http://localhost')
    const member = await openId.finish(searchParams, cookies.read('pending', headers.cookie))
    members.welcome(member)
    return redirect('/', [cookies.write('member', { name: member.name }, dayInSeconds), cookies.forget('pending')])
  },
}

function page(status, body) {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body }
}

function json(status, value) {
  return { status, headers: { 'Content-Type': 'application/json' }, body: `${JSON.stringify(value)}\n` }
}

function redirect(to, setCookie) {
  return { status: 303, headers: { Location: to, 'Set-Cookie': setCookie }, body: '' }
}

async function answer(request) {
  const { pathname } = new URL(request.url, 'http://localhost')
  const route = request.method === 'GET' ? routes[pathname] : undefined
  if (route === undefined) return json(404, { error: 'not found' })
  try {
    return await route(request)
  } catch (error) {
    const why = error.cause === undefined ? error.message : `${error.message} (${error.cause.message ?? error.cause})`
    log(`${pathname}: ${why}`)
    return page(403, refusalPage(why))
  }
}

const server = createServer(async (request, response) => {
  const { status, headers, body } = await answer(request)
  response.writeHead(status, { 'Cache-Control': 'no-store', ...headers }).end(body)
})

// Node as process 1 would ignore SIGTERM without this.
process.on('SIGTERM', () => process.exit(0))

server.listen(8080, () =>
  log(`clubhouse ${version} listens on 8080; sign-in ${openId.isConfigured ? `by ${issuer}` : 'is off'}`),
)
