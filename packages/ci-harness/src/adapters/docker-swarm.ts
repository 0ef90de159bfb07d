import type * as port from '../ports/swarm.js'
import { DockerConnection } from './docker-connection.js'
import {
  inspectDockerContainer,
  listStackContainers,
  readContainerLogs,
  readMemoryOf,
  startDockerCompanion,
} from './docker-containers.js'
import { swarmInactive } from './docker-errors.js'
import { watchEvents } from './docker-events.js'
import { execInContainer } from './docker-exec.js'
import { readContainerFile, writeContainerFile } from './docker-files.js'
import { pullImage } from './docker-images.js'
import { ownLabel } from './docker-labels.js'
import { createDockerSecret, listBelongings, listOwners, listStacks, removeThing } from './docker-objects.js'
import { readStackState } from './docker-stack-state.js'

/** The Swarm behind one Docker daemon, a manager; works with Engine 20.10 and newer. */
export class DockerSwarm implements port.Swarm {
  readonly #docker: DockerConnection

  /** `dockerHost` as Docker writes it: `unix:///…` or `tcp://host:port`. */
  constructor({ dockerHost }: { dockerHost: string }) {
    this.#docker = new DockerConnection(dockerHost)
  }

  async describe(): Promise<port.SwarmDescription> {
    const [info, version] = await Promise.all([
      this.#docker.ask((client): Promise<DockerInfo> => client.info()),
      this.#docker.ask((client) => client.version()),
    ])
    if (info.Swarm.LocalNodeState !== 'active') throw swarmInactive(false)
    if (!info.Swarm.ControlAvailable) throw swarmInactive(true)
    return {
      dockerVersion: version.Version,
      apiVersion: version.ApiVersion,
      dataRoot: info.DockerRootDir,
      nodeId: info.Swarm.NodeID,
      nodes: info.Swarm.Nodes ?? 1,
      memoryBytes: info.MemTotal,
      cpus: info.NCPU,
    }
  }

  async services(stack: string): Promise<readonly port.ServiceState[]> {
    return (await this.stackState(stack)).services
  }

  async tasks(stack: string): Promise<readonly port.TaskState[]> {
    return (await this.stackState(stack)).tasks
  }

  stackState(stack: string): Promise<port.StackState> {
    return readStackState(this.#docker, stack)
  }

  stacks(): Promise<readonly string[]> {
    return listStacks(this.#docker)
  }

  watch(
    stack: string,
    listener: (event: port.SwarmEvent) => void,
    lost: (why: Error) => void,
  ): Promise<port.Subscription> {
    return watchEvents(this.#docker, { stack, listener, lost })
  }

  containers(stack: string, service?: string): Promise<readonly port.ContainerState[]> {
    return listStackContainers(this.#docker, stack, service)
  }

  exec(container: string, command: readonly string[], options: port.ExecOptions = {}): Promise<port.ExecResult> {
    return execInContainer(this.#docker, { container, command, options })
  }

  writeFile(container: string, path: string, content: Uint8Array): Promise<void> {
    return writeContainerFile(this.#docker, { container, path, content })
  }

  readFile(container: string, path: string): Promise<Uint8Array | undefined> {
    return readContainerFile(this.#docker, { container, path })
  }

  logs(container: string, tail: number): Promise<readonly string[]> {
    return readContainerLogs(this.#docker, container, tail)
  }

  inspectContainer(container: string): Promise<port.ContainerDetails | undefined> {
    return inspectDockerContainer(this.#docker, container)
  }

  memoryOf(container: string): Promise<number | undefined> {
    return readMemoryOf(this.#docker, container)
  }

  startCompanion(companion: port.Companion): Promise<string> {
    return startDockerCompanion(this.#docker, companion)
  }

  removeContainer(container: string): Promise<void> {
    return removeThing(this.#docker, 'containers', container)
  }

  createSecret(secret: { readonly name: string; readonly stack: string; readonly value: string }): Promise<void> {
    return createDockerSecret(this.#docker, secret)
  }

  async secretNames(): Promise<readonly string[]> {
    const secrets = await this.#docker.ask((client) => client.listSecrets())
    return secrets.flatMap(({ Spec }) => Spec?.Name ?? [])
  }

  owners(kind: 'volumes' | 'secrets' | 'configs' | 'networks'): Promise<ReadonlyMap<string, string | undefined>> {
    return listOwners(this.#docker, kind)
  }

  belongings(stack: string): Promise<port.Belongings> {
    return listBelongings(this.#docker, stack)
  }

  remove(kind: keyof port.Belongings, nameOrId: string): Promise<void> {
    return removeThing(this.#docker, kind, nameOrId)
  }

  async imageId(reference: string): Promise<string | undefined> {
    return (await this.#docker.find((client) => client.getImage(reference).inspect()))?.Id
  }

  pull(reference: string, signal?: AbortSignal): Promise<void> {
    return pullImage(this.#docker, reference, signal)
  }

  async network(name: string): ReturnType<port.SwarmObjects['network']> {
    const found = await this.#docker.find((client) => client.getNetwork(name).inspect())
    if (found === undefined) return undefined
    const subnets = (found.IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? [])
    return { driver: found.Driver, attachable: found.Attachable, subnets }
  }

  async createVolume(name: string, stack: string): Promise<void> {
    await this.#docker.ask((client) => client.createVolume({ Name: name, Labels: { [ownLabel]: stack } }))
  }
}

/** What we read of `GET /info`, which dockerode leaves untyped. */
interface DockerInfo {
  readonly DockerRootDir: string
  readonly MemTotal: number
  readonly NCPU: number
  readonly Swarm: {
    readonly NodeID: string
    readonly LocalNodeState: string
    readonly ControlAvailable: boolean
    readonly Nodes?: number
  }
}
