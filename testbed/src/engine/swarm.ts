import { report } from '../progress.js'
import { type DockerShell, dockerShell } from './docker-shell.js'

/** Explicit, because a default overlay is a /24 and a shared `proxy` network outgrows it. */
export const proxyNetwork = { name: 'proxy', subnet: '10.200.0.0/16' } as const

/** What `ensureSwarm` had to make; `removeSwarm` undoes just that. */
export interface MadeSwarm {
  swarm: boolean
  network: boolean
}

export async function ensureSwarm(dockerHost: string, advertise?: string): Promise<MadeSwarm> {
  const $d = dockerShell(dockerHost)
  const swarm = (await swarmState($d)) === 'inactive'
  if (swarm) {
    await initialise($d, advertise)
    report('Swarm initialised')
  }
  const network = !(await hasProxyNetwork($d))
  if (network) {
    await $d`docker network create -d overlay --attachable --subnet ${proxyNetwork.subnet} ${proxyNetwork.name}`
  }
  return { swarm, network }
}

/** Docker cannot choose among several addresses; for a Swarm of one node any will do. */
async function initialise($d: DockerShell, advertise: string | undefined): Promise<void> {
  const chosen = advertise === undefined ? [] : ['--advertise-addr', advertise]
  const result = await $d({ nothrow: advertise === undefined })`docker swarm init ${chosen}`
  if (result.exitCode !== 0) await $d`docker swarm init --advertise-addr 127.0.0.1`
}

export async function removeSwarm(dockerHost: string, made: MadeSwarm): Promise<void> {
  const $d = dockerShell(dockerHost)
  if (made.swarm) await $d({ nothrow: true })`docker swarm leave --force`
  else if (made.network) await $d({ nothrow: true })`docker network rm ${proxyNetwork.name}`
}

/** `active`, `inactive`, `pending`, `locked` or `error`. */
export async function swarmState($d: DockerShell): Promise<string> {
  return (await $d`docker info -f ${'{{.Swarm.LocalNodeState}}'}`).stdout.trim()
}

export async function swarmAddress(dockerHost: string): Promise<string> {
  return (await dockerShell(dockerHost)`docker info -f ${'{{.Swarm.NodeAddr}}'}`).stdout.trim()
}

async function hasProxyNetwork($d: DockerShell): Promise<boolean> {
  const names = await $d`docker network ls --filter scope=swarm --format ${'{{.Name}}'}`
  return names.stdout.split('\n').includes(proxyNetwork.name)
}
