import { CcCiError, type Clock } from '@cc-ci/kernel'
import { ManualClock } from '@cc-ci/kernel/testing'
import type { Belongings, Companion, ContainerState, Swarm, SwarmDescription, SwarmObjects } from '../ports/swarm.js'

type Kind = keyof Belongings
type Network = NonNullable<Awaited<ReturnType<SwarmObjects['network']>>>

/** What a stack is made of, by the names in its compose file. Every service uses everything else. */
export type StackContent = Partial<Record<Exclude<Kind, 'containers'>, readonly string[]>>

interface Thing {
  readonly stack: string
  /** Full names of what it keeps in use. */
  readonly uses: readonly string[]
  readonly container?: ContainerState
  /** Monotonic milliseconds when it goes by itself. */
  endsAt?: number
}

/** What the run core asks of a Swarm, without processes. A container lasts a while longer than its service. */
export class InMemorySwarm
  implements SwarmObjects, Pick<Swarm, 'describe' | 'stacks' | 'containers' | 'memoryOf' | 'startCompanion'>
{
  /** The method and arguments of every call. */
  readonly calls: string[] = []
  readonly description: SwarmDescription = {
    ...{ dockerVersion: '28.0.0', apiVersion: '1.48', dataRoot: '/docker-data' },
    ...{ nodeId: 'node-1', nodes: 1, memoryBytes: 8 * 1024 ** 3, cpus: 2 },
  }
  /** May throw, as a daemon that does not answer this call. */
  onCall: (call: string) => void = () => undefined
  readonly memory = new Map<string, number>()
  readonly networks = new Map<string, Network>()
  readonly #clock: Clock
  readonly #stopMs: number
  readonly #local = new Map<string, string>()
  readonly #registry = new Map<string, string | Error>()
  readonly #things: Record<Kind, Map<string, Thing>> = {
    ...{ services: new Map(), containers: new Map(), networks: new Map() },
    ...{ volumes: new Map(), secrets: new Map(), configs: new Map() },
  }

  constructor({ clock = new ManualClock(), stopMs = 1_000 }: { clock?: Clock; stopMs?: number } = {}) {
    this.#clock = clock
    this.#stopMs = stopMs
  }

  /** Lets a stack run, each service with one container of the image `image`. */
  addStack(stack: string, content: StackContent, image = 'app:1'): void {
    const { services = [], ...resources } = content
    const uses = Object.entries(resources).flatMap(([kind, names]) =>
      names.map((name) => this.#add(kind as Kind, `${stack}_${name}`, { stack, uses: [] })),
    )
    for (const service of services) {
      const name = this.#add('services', `${stack}_${service}`, { stack, uses })
      this.#addContainer(stack, name, { image, uses })
    }
  }

  /** An image in the registry, on this host, or both; an error is what the registry says instead. */
  addImage(reference: string, { registry, local }: { registry?: string | Error; local?: string }): void {
    if (registry !== undefined) this.#registry.set(reference, registry)
    if (local !== undefined) this.#local.set(reference, local)
  }

  async describe(): Promise<SwarmDescription> {
    this.#called('describe')
    return this.description
  }

  async stacks(): Promise<readonly string[]> {
    this.#called('stacks')
    const stacks = Object.values(this.#things).flatMap((things) => [...things.values()].map(({ stack }) => stack))
    return [...new Set(stacks)].sort()
  }

  async containers(stack: string, service?: string): Promise<readonly ContainerState[]> {
    this.#called('containers', stack)
    const all = [...this.#things.containers.values()].flatMap((each) =>
      each.stack === stack && each.container !== undefined ? [each.container] : [],
    )
    return all.filter((each) => service === undefined || each.service === service)
  }

  async memoryOf(container: string): Promise<number | undefined> {
    this.#called('memoryOf', container)
    return this.#things.containers.has(container) ? this.memory.get(container) : undefined
  }

  async startCompanion({ stack, image, volumes }: Companion): Promise<string> {
    this.#called('startCompanion', stack)
    return this.#addContainer(stack, '', { image, uses: volumes.map(({ volume }) => volume) })
  }

  async createSecret({ name, stack }: { name: string; stack: string; value: string }): Promise<void> {
    this.#called('createSecret', name)
    if (this.#things.secrets.has(name)) throw new CcCiError('SECRET_EXISTS', `The secret ${name} exists already.`)
    this.#add('secrets', name, { stack, uses: [] })
  }

  async createVolume(name: string, stack: string): Promise<void> {
    this.#called('createVolume', name)
    this.#add('volumes', name, { stack, uses: [] })
  }

  async secretNames(): Promise<readonly string[]> {
    this.#called('secretNames')
    return [...this.#things.secrets.keys()]
  }

  async owners(kind: 'volumes' | 'secrets' | 'configs' | 'networks'): Promise<ReadonlyMap<string, string | undefined>> {
    this.#called('owners', kind)
    return new Map([...this.#things[kind]].map(([name, { stack }]) => [name, stack]))
  }

  async belongings(stack: string): Promise<Belongings> {
    this.#called('belongings', stack)
    const of = (kind: Kind) => [...this.#things[kind]].flatMap(([name, thing]) => (thing.stack === stack ? [name] : []))
    return {
      ...{ services: of('services'), containers: of('containers'), networks: of('networks') },
      ...{ volumes: of('volumes'), secrets: of('secrets'), configs: of('configs') },
    }
  }

  async remove(kind: Kind, name: string): Promise<void> {
    this.#called('remove', kind, name)
    const users = [...this.#things.services.values(), ...this.#things.containers.values()]
    if (users.some(({ uses }) => uses.includes(name)))
      throw new CcCiError('STILL_IN_USE', `${kind.slice(0, -1)} ${name} is still in use.`)
    this.#things[kind].delete(name)
    if (kind !== 'services') return
    for (const thing of this.#things.containers.values())
      if (thing.container?.service === name) thing.endsAt = this.#clock.monotonic() + this.#stopMs
  }

  async imageId(reference: string): Promise<string | undefined> {
    this.#called('imageId', reference)
    return this.#local.get(reference)
  }

  async pull(reference: string): Promise<void> {
    this.#called('pull', reference)
    const found = this.#registry.get(reference) ?? new Error('manifest unknown')
    if (typeof found !== 'string')
      throw new CcCiError('IMAGE_PULL_FAILED', `The image ${reference} could not be pulled: ${found.message}`)
    this.#local.set(reference, found)
  }

  async network(name: string): Promise<Network | undefined> {
    this.#called('network', name)
    return this.networks.get(name)
  }

  #called(...call: string[]): void {
    for (const [id, { endsAt }] of this.#things.containers)
      if (endsAt !== undefined && endsAt <= this.#clock.monotonic()) this.#things.containers.delete(id)
    const line = call.join(' ')
    this.calls.push(line)
    this.onCall(line)
  }

  #add(kind: Kind, name: string, thing: Thing): string {
    this.#things[kind].set(name, thing)
    return name
  }

  #addContainer(stack: string, service: string, { image, uses }: { image: string; uses: readonly string[] }): string {
    const id = `container${this.#things.containers.size + 1}`
    const createdAt = this.#clock.now().getTime()
    const container = { id, service, task: id, image, imageId: this.#local.get(image) ?? `id of ${image}`, createdAt }
    this.memory.set(id, 1024 ** 2)
    return this.#add('containers', id, {
      stack,
      uses: uses.filter((name) => !this.#things.secrets.has(name)),
      container,
    })
  }
}
