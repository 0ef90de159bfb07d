import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { type DockerShell, dockerShell } from '../engine/docker-shell.js'
import { proxyNetwork } from '../engine/swarm.js'
import { proxyFamily, proxyImage } from '../images/catalog.js'
import { contextHash, contextLabel } from '../images/context-hash.js'
import { report } from '../progress.js'
import { waitUntil } from '../wait-until.js'

export const proxyService = 'cc-ci-testbed_proxy'

/** Where the proxy of a bed listens and the engine socket it reads. */
export interface ProxyPlace {
  dockerHost: string
  socket: string
  address: string
  httpsPort: number
  httpPort: number
  caFile: string
}

/** Has the proxy's service running its newest image, answering, and the CA of its certificates in `caFile`. */
export async function ensureProxy(place: ProxyPlace): Promise<void> {
  const $d = dockerShell(place.dockerHost)
  const hash = contextHash(proxyFamily)
  if ((await deployedHash($d)) !== hash) await deploy($d, place, hash)
  await waitUntil('the proxy to answer', () => accepts(place.address, place.httpsPort), { seconds: 60 })
  await copyCa($d, place.caFile)
}

export async function removeProxy(dockerHost: string): Promise<void> {
  const $d = dockerShell(dockerHost)
  await removeService($d)
  await $d({ nothrow: true })`docker volume rm ${proxyService}`
}

/** True when some service, ours excepted, looks like a proxy that obeys Traefik's labels. */
export async function hasForeignProxy(dockerHost: string): Promise<boolean> {
  const shown = await dockerShell(dockerHost)`docker service ls --format ${'{{.Name}} {{.Image}}'}`
  return shown.stdout
    .split('\n')
    .some((line) => !line.startsWith(`${proxyService} `) && /(^|[/ ])traefik[:@]/.test(line))
}

async function deployedHash($d: DockerShell): Promise<string> {
  const format = `{{index .Spec.Labels "${contextLabel}"}}`
  return (await $d({ nothrow: true })`docker service inspect -f ${format} ${proxyService}`).stdout.trim()
}

async function deploy($d: DockerShell, place: ProxyPlace, hash: string): Promise<void> {
  await removeService($d)
  const options = [
    ['--name', proxyService],
    ['--label', `${contextLabel}=${hash}`],
    ['--network', proxyNetwork.name],
    ['--endpoint-mode', 'dnsrr'],
    ['--dns', '127.0.0.1'], // Its own resolver, which knows no names: see refuse-names.mjs.
    ['--publish', `mode=host,target=443,published=${place.httpsPort}`],
    ['--publish', `mode=host,target=80,published=${place.httpPort}`],
    ['--mount', `type=bind,source=${place.socket},target=/var/run/docker.sock`],
    ['--mount', `type=volume,source=${proxyService},target=/data`],
    ['--restart-delay', '500ms'],
    ['--log-opt', 'max-size=5m'],
    ['--constraint', 'node.role==manager'],
    ['--no-resolve-image', '--detach'],
  ].flat()
  await $d`docker service create -q ${options} ${proxyImage}`
  report(`proxy for Traefik labels on ${place.address}:${place.httpsPort}`)
}

/** Waits for the containers too: an old one that still listens would pass for the new one. */
async function removeService($d: DockerShell): Promise<void> {
  await $d({ nothrow: true })`docker service rm ${proxyService}`
  const containers = async () =>
    (await $d`docker ps -aq --filter label=com.docker.swarm.service.name=${proxyService}`).stdout
  await waitUntil('the old proxy to stop', async () => (await containers()) === '', { seconds: 30 })
}

async function copyCa($d: DockerShell, file: string): Promise<void> {
  const filters = ['--filter', `label=com.docker.swarm.service.name=${proxyService}`, '--filter', 'status=running']
  const ca = await waitUntil(
    "the proxy's certificate authority",
    async () => {
      const id = (await $d`docker ps -q ${filters}`).stdout.split('\n')[0]
      if (!id) return undefined
      const shown = await $d({ nothrow: true })`docker exec ${id} cat /data/caddy/pki/authorities/local/root.crt`
      return shown.exitCode === 0 ? shown.stdout : undefined
    },
    { seconds: 30 },
  )
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, ca)
  renameSync(`${file}.new`, file)
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const finish = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => finish(true))
    socket.once('timeout', () => finish(false))
    socket.once('error', () => finish(false))
  })
}
