import { readFileSync } from 'node:fs'
import { type ClientRequest, get as httpGet, type IncomingMessage } from 'node:http'
import { Agent, get as httpsGet } from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dockerShell } from '../src/engine/docker-shell.js'
import { type Endpoint, ensureBed } from '../src/index.js'
import { waitUntil } from '../src/wait-until.js'

const stack = `bedtest${process.pid}`
const host = `${stack}.example.test`
const port = 20_000 + (process.pid % 10_000)

const compose = (version: string) => `
version: "3.8"
services:
  web:
    image: nginx:${version}
    networks: [proxy, internal]
    ports: ["${port}:80"]
    healthcheck: {test: ["CMD", "curl", "-fsS", "http://localhost/"], interval: 1s, retries: 5}
    deploy:
      update_config: {order: start-first, monitor: 1s}
      labels:
        - traefik.enable=true
        - "traefik.http.routers.${stack}.rule=Host(\`${host}\`)"
  client:
    image: nginx:1.27.0
    networks: [internal]
networks:
  proxy: {external: true}
  internal: {}
`

let bed: Endpoint
let $d: ReturnType<typeof dockerShell>

beforeAll(async () => {
  bed = await ensureBed({ nested: true, images: ['nginx:1.27.0', 'nginx:1.28.0'] })
  $d = dockerShell(bed.dockerHost)
  await deploy('1.27.0')
}, 240_000)

afterAll(async () => {
  await $d`docker stack rm ${stack}`
  const left = async () => (await $d`docker ps -aq --filter label=com.docker.stack.namespace=${stack}`).stdout
  await waitUntil('the stack to go', async () => (await left()) === '', { seconds: 30 })
}, 40_000)

describe('the test bed', () => {
  it('serves an application by HTTPS with a certificate of its own authority', async () => {
    const status = await waitUntil('the application', async () => (await byProxy(host)) === 200 && 200, { seconds: 30 })
    expect(status).toBe(200)
  })

  it('answers 404 for a host that no service asked for', async () => {
    expect(await byProxy('nobody.example.test')).toBe(404)
  })

  it('serves a port that a service publishes through the ingress network', async () => {
    const status = await waitUntil('the port', async () => (await byPort()) === 200 && 200, { seconds: 10 })
    expect(status).toBe(200)
  })

  it('resolves and reaches a service by its name and its virtual address', async () => {
    const filters = ['--filter', `name=${stack}_client`]
    const client = await waitUntil('the client', async () => (await $d`docker ps -q ${filters}`).stdout.trim(), {
      seconds: 20,
    })
    const page = await $d`docker exec ${client} curl -fsS --max-time 5 http://web/`
    expect(page.stdout).toContain('Welcome to nginx!')
    const address = (await $d`docker exec ${client} getent hosts web`).stdout.split(' ')[0]
    const shown = await $d`docker service inspect -f ${'{{json .Endpoint.VirtualIPs}}'} ${stack}_web`
    expect(shown.stdout).toContain(`"${address}/`)
  })

  it('loses no request while a start-first update replaces the application', async () => {
    const seen = { proxy: new Set<number>(), port: new Set<number>(), count: 0 }
    let updating = true
    const traffic = (async () => {
      while (updating) {
        seen.proxy.add(await byProxy(host))
        seen.port.add(await byPort())
        seen.count++
      }
    })()
    await deploy('1.28.0')
    const state = async () =>
      (await $d`docker service inspect -f ${'{{.UpdateStatus.State}}'} ${stack}_web`).stdout.trim()
    await waitUntil('the update', async () => (await state()) === 'completed', { seconds: 40 })
    updating = false
    await traffic
    expect(seen.count).toBeGreaterThan(10)
    expect([...seen.proxy, ...seen.port]).toEqual([200, 200])
  }, 60_000)
})

async function deploy(version: string): Promise<void> {
  await $d({ input: compose(version) })`docker stack deploy --resolve-image never -c - ${stack}`
}

/** Status of a request for this host through the bed's proxy; 0 when there was no answer. */
function byProxy(name: string): Promise<number> {
  const [address, proxyPort] = bed.proxy.address.split(':')
  const ca = bed.proxy.caFile === undefined ? [] : [readFileSync(bed.proxy.caFile, 'utf8')]
  const agent = new Agent({ ca })
  return statusOf((done) =>
    httpsGet({ host: address, port: proxyPort, servername: name, headers: { Host: name }, agent, timeout: 5000 }, done),
  )
}

function byPort(): Promise<number> {
  return statusOf((done) => httpGet({ host: bed.swarmAddress, port, agent: false, timeout: 5000 }, done))
}

function statusOf(send: (done: (response: IncomingMessage) => void) => ClientRequest): Promise<number> {
  return new Promise((resolve) => {
    const request = send((response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(0))
  })
}
