import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEntries } from './entries.js'
import { readEntry } from './read-entry.js'
import { renderPage } from './render-page.js'

const title = process.env.GUESTBOOK_TITLE ?? 'Guestbook'
const version = process.env.GUESTBOOK_VERSION ?? 'unknown'
const entries = openEntries(process.env, log)

const routes = {
  'GET /': async () => html(renderPage({ title, version, entries: await entries.list() })),
  'GET /api/entries': async () => json(200, await entries.list()),
  'GET /health': async () => json(200, { database: await entries.check() }),
  'GET /version': async () => json(200, { version }),
  'POST /entries': addEntry,
}

function log(line) {
  process.stdout.write(`${line}\n`)
}

async function addEntry(request) {
  const { entry, problem, wantsJson } = await readEntry(request)
  if (problem !== undefined) return json(400, { error: problem })
  const added = await entries.add(entry)
  return wantsJson ? json(201, added) : { status: 303, headers: { Location: '/' }, body: '' }
}

function html(body) {
  return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body }
}

function json(status, value) {
  return { status, headers: { 'Content-Type': 'application/json' }, body: `${JSON.stringify(value)}\n` }
}

async function answer(request) {
  const { pathname } = new URL(request.url, 'http://localhost')
  const route = routes[`${request.method} ${pathname}`]
  if (route === undefined) return json(404, { error: 'not found' })
  try {
    return await route(request)
  } catch (error) {
    log(`${request.method} ${pathname}: ${error.message}`)
    return json(503, { error: 'the database does not answer' })
  }
}

const server = createServer(async (request, response) => {
  const { status, headers, body } = await answer(request)
  response.writeHead(status, headers).end(body)
})

// Node as process 1 would ignore SIGTERM without this; requests under way are answered first.
process.on('SIGTERM', () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 1000)
})

server.listen(8080, () => log(`guestbook ${version} listens on 8080`))

for (let prepared = false; !prepared; ) {
  prepared = await entries.prepare().then(
    () => true,
    (error) => log(`waiting for the database: ${error.message}`),
  )
  if (!prepared) await sleep(500)
}
log('the database is ready')
