import { CcCiError } from '@cc-ci/kernel'
import type Docker from 'dockerode'
import type { Belongings } from '../ports/swarm.js'
import type { DockerConnection } from './docker-connection.js'
import { type DockerComplaint, dockerWords } from './docker-errors.js'
import { belongsTo, ownLabel, stackOf } from './docker-labels.js'

type Kind = keyof Belongings

interface Thing {
  readonly id: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

type Inventory = Readonly<Record<Kind, readonly Thing[]>>

/** Unlabelled things whose name alone may tell the stack; services, networks and containers always carry a label. */
const namedByPrefix = new Set<Kind>(['volumes', 'secrets', 'configs'])

/** Services, secrets, configs and volumes by name; containers and networks by id, since their names need not be unique. */
export async function listBelongings(docker: DockerConnection, stack: string): Promise<Belongings> {
  const inventory = await takeInventory(docker)
  const known = stacksOf(inventory)
  const of = (kind: Kind) =>
    inventory[kind]
      .filter((thing) => (namedByPrefix.has(kind) ? belongsTo(stack, thing, known) : stackOf(thing.labels) === stack))
      .map(({ id, name }) => (kind === 'containers' || kind === 'networks' ? id : name))
  return {
    services: of('services'),
    containers: of('containers'),
    networks: of('networks'),
    volumes: of('volumes'),
    secrets: of('secrets'),
    configs: of('configs'),
  }
}

export async function listOwners(
  docker: DockerConnection,
  kind: Kind,
): Promise<ReadonlyMap<string, string | undefined>> {
  const inventory = await takeInventory(docker)
  return new Map(inventory[kind].map(({ name, labels }) => [name, stackOf(labels)]))
}

export async function listStacks(docker: DockerConnection): Promise<readonly string[]> {
  return [...stacksOf(await takeInventory(docker))].sort()
}

function stacksOf(inventory: Inventory): ReadonlySet<string> {
  const named = Object.values(inventory).flatMap((things) => things.map(({ labels }) => stackOf(labels)))
  return new Set(named.filter((stack) => stack !== undefined))
}

async function takeInventory(docker: DockerConnection): Promise<Inventory> {
  const [services, containers, networks, volumes, secrets, configs] = await Promise.all([
    docker.ask((client) => client.listServices()),
    docker.ask((client) => client.listContainers({ all: true })),
    docker.ask((client) => client.listNetworks()),
    docker.ask((client) => client.listVolumes()),
    docker.ask((client) => client.listSecrets()),
    docker.ask((client) => client.listConfigs()),
  ])
  return {
    services: services.map(({ ID, Spec }) => thing(ID, Spec?.Name, Spec?.Labels)),
    containers: containers.map(({ Id, Names, Labels }) => thing(Id, Names[0], Labels)),
    networks: networks.map(({ Id, Name, Labels }) => thing(Id, Name, Labels)),
    volumes: (volumes.Volumes ?? []).map(({ Name, Labels }) => thing(Name, Name, Labels)),
    secrets: secrets.map(({ ID, Spec }) => thing(ID, Spec?.Name, Spec?.Labels)),
    configs: configs.map(({ ID, Spec }) => thing(ID, Spec?.Name, Spec?.Labels)),
  }
}

function thing(id: string, name: string | undefined, labels: Thing['labels'] | null | undefined): Thing {
  return { id, name: name ?? id, labels: labels ?? {} }
}

/** A network that went while it was being removed is an HTTP 500. */
const isGoing = /is already in progress|network \S+ not found/

export async function removeThing(docker: DockerConnection, kind: Kind, nameOrId: string): Promise<void> {
  try {
    await docker.find((client) => removers[kind](client, nameOrId))
  } catch (error) {
    const words = dockerWords(error instanceof CcCiError ? (error.cause ?? error) : error)
    if (isGoing.test(words)) return
    if (!/in use|active endpoints/.test(words)) throw error
    throw new CcCiError('STILL_IN_USE', `${kind.slice(0, -1)} ${nameOrId} is still in use: ${words}`, {
      hint: 'Remove what uses it first, or wait until it has stopped.',
      cause: error,
    })
  }
}

const removers: Record<Kind, (client: Docker, nameOrId: string) => Promise<unknown>> = {
  services: (client, name) => client.getService(name).remove(),
  containers: (client, id) => client.getContainer(id).remove({ force: true, v: true }),
  networks: (client, id) => client.getNetwork(id).remove(),
  volumes: (client, name) => client.getVolume(name).remove(),
  secrets: (client, name) => client.getSecret(name).remove(),
  configs: (client, name) => client.getConfig(name).remove(),
}

export async function createDockerSecret(
  docker: DockerConnection,
  { name, stack, value }: { name: string; stack: string; value: string },
): Promise<void> {
  const Data = Buffer.from(value).toString('base64')
  try {
    await docker.ask((client) => client.createSecret({ Name: name, Labels: { [ownLabel]: stack }, Data }))
  } catch (error) {
    if (((error as CcCiError).cause as DockerComplaint | undefined)?.statusCode !== 409) throw error
    throw new CcCiError('SECRET_EXISTS', `The secret ${name} exists already, and Swarm cannot overwrite secrets.`, {
      hint: 'Insert the next version and raise the version variable.',
    })
  }
}
