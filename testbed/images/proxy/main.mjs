import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { caddyConfig } from './caddy-config.mjs'
import { refuseNames } from './refuse-names.mjs'

const docker = { socketPath: process.env.DOCKER_SOCKET ?? '/var/run/docker.sock' }
const caddyAdmin = { host: 'localhost', port: 2019 }
/** Also without an event, in case the stream of events broke unseen. */
const rereadMs = 2000

let loaded = ''
let wake = () => {}

function log(line) {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`)
}

async function call(target, options, body) {
  const outgoing = request({ ...target, ...options, timeout: 5000 })
  outgoing.on('timeout', () => outgoing.destroy(new Error(`${options.path} timed out`)))
  outgoing.end(body)
  const [response] = await once(outgoing, 'response')
  const text = (await response.setEncoding('utf8').toArray()).join('')
  if (response.statusCode >= 300) throw new Error(`${options.path} answered ${response.statusCode}: ${text}`)
  return text
}

/** Brings Caddy's configuration up to date with the labels of the Swarm's services. */
async function synchronise() {
  const documents = JSON.parse(await call(docker, { path: '/services' }))
  const services = documents.map(({ Spec }) => ({ name: Spec.Name, labels: Spec.Labels ?? {} }))
  services.sort((a, b) => a.name.localeCompare(b.name))
  const config = JSON.stringify(caddyConfig(services))
  if (config === loaded) return
  await call(caddyAdmin, { path: '/load', method: 'POST', headers: { 'Content-Type': 'application/json' } }, config)
  loaded = config
  log(`routes of ${services.filter(({ labels }) => labels['traefik.enable'] === 'true').length} services`)
}

/** Wakes the loop at every event of a service; ends when the stream ends. */
async function followEvents() {
  const filters = encodeURIComponent(JSON.stringify({ type: ['service'] }))
  const outgoing = request({ ...docker, path: `/events?filters=${filters}` })
  outgoing.end()
  const [response] = await once(outgoing, 'response')
  response.on('data', () => wake())
  await once(response, 'close')
}

async function keepFollowing() {
  for (;;) {
    await followEvents().catch((error) => log(`events: ${error.message}`))
    await sleep(500)
  }
}

async function keepSynchronised() {
  for (;;) {
    const woken = new Promise((resolve) => {
      wake = resolve
    })
    await synchronise().catch((error) => log(error.message))
    await Promise.race([woken, sleep(loaded === '' ? 100 : rereadMs)])
  }
}

const caddy = spawn('caddy', ['run'], { stdio: ['ignore', 'inherit', 'inherit'] })
caddy.on('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0))
refuseNames()
void keepFollowing()
void keepSynchronised()
