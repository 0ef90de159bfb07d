/** One Docker Swarm as the harness sees it. Times are epoch milliseconds; names of services are the full `<stack>_<service>`. */
export interface Swarm extends SwarmState, ContainerAccess, SwarmObjects {}

interface SwarmState {
  /** Throws DOCKER_UNREACHABLE, DOCKER_NOT_PERMITTED or SWARM_INACTIVE with what to do. */
  describe(): Promise<SwarmDescription>
  services(stack: string): Promise<readonly ServiceState[]>
  tasks(stack: string): Promise<readonly TaskState[]>
  /** Services and tasks read together, in one round trip. */
  stackState(stack: string): Promise<StackState>
  /** Names of all stacks that own a service, secret, config, network, volume or container. */
  stacks(): Promise<readonly string[]>
  /** Reports what happens to a stack from now on; `lost` is called once when the stream of events breaks. */
  watch(stack: string, listener: (event: SwarmEvent) => void, lost: (why: Error) => void): Promise<Subscription>
}

export interface StackState {
  readonly services: readonly ServiceState[]
  readonly tasks: readonly TaskState[]
}

export interface Subscription {
  close(): void
}

export interface SwarmDescription {
  readonly dockerVersion: string
  readonly apiVersion: string
  readonly dataRoot: string
  /** Of the node that was asked. */
  readonly nodeId: string
  /** All that are known to the Swarm, whether they are up or not. */
  readonly nodes: number
  readonly memoryBytes: number
  readonly cpus: number
}

export interface ServiceState {
  readonly id: string
  readonly name: string
  readonly mode: 'replicated' | 'global' | 'job'
  readonly desired: number
  /** Tasks that run now and are meant to. */
  readonly running: number
  readonly image: string
  readonly labels: Readonly<Record<string, string>>
  /** Digest of task template and endpoint: it changes when an update must replace tasks. */
  readonly templateHash: string
  /** Digest of what a task is made from, without placement; a task of the current template has the same. */
  readonly taskHash: string
  readonly update: UpdateStatus | undefined
  readonly restart: { readonly condition: 'none' | 'on-failure' | 'any'; readonly maxAttempts: number | undefined }
  readonly failureAction: 'pause' | 'continue' | 'rollback'
  readonly hasHealthcheck: boolean
}

export type UpdateState =
  | 'updating'
  | 'completed'
  | 'paused'
  | 'rollback_started'
  | 'rollback_paused'
  | 'rollback_completed'

interface UpdateStatus {
  readonly state: UpdateState
  readonly startedAt: number
  readonly message: string
}

export interface TaskState {
  readonly id: string
  readonly service: string
  readonly slot: string
  readonly createdAt: number
  /** When `state` was entered. */
  readonly since: number
  readonly state: string
  readonly desiredState: string
  readonly message: string
  readonly error: string
  readonly exitCode: number | undefined
  readonly container: string | undefined
  readonly image: string
  /** Compare with the service's `taskHash`: another one means a task of an older template. */
  readonly taskHash: string
}

export type SwarmEvent =
  | (TaskEvent & { readonly kind: 'exit'; readonly exitCode: number })
  /** `kill`: the engine was told to stop the container, so the exit that follows is no crash. */
  | (TaskEvent & { readonly kind: 'oom' | 'healthy' | 'unhealthy' | 'start' | 'kill' })
  | { readonly kind: 'update'; readonly service: string; readonly state: string; readonly at: number }
  | { readonly kind: 'other'; readonly service: string; readonly at: number }

export interface TaskEvent {
  readonly service: string
  readonly task: string
  readonly slot: string
  readonly container: string
  readonly at: number
}

export interface ContainerAccess {
  /** Running containers of a stack, or of one of its services, newest first. */
  containers(stack: string, service?: string): Promise<readonly ContainerState[]>
  /** Runs a program in a container; a non-zero exit is a result, a vanished container throws CONTAINER_GONE. */
  exec(container: string, command: readonly string[], options?: ExecOptions): Promise<ExecResult>
  /** Puts one file, mode 0644, through the archive interface: it needs no shell in the image. */
  writeFile(container: string, path: string, content: Uint8Array): Promise<void>
  /** The file's content, or undefined when there is no such file. */
  readFile(container: string, path: string): Promise<Uint8Array | undefined>
  /** The last lines of both streams, oldest first, without time stamps. Works on a stopped container too. */
  logs(container: string, tail: number): Promise<readonly string[]>
  /** Undefined when Swarm has already removed it. */
  inspectContainer(container: string): Promise<ContainerDetails | undefined>
  /** Memory in use now, in bytes; undefined when it could not be read. */
  memoryOf(container: string): Promise<number | undefined>
  /** Starts a container of our own beside the stack, labelled as belonging to it so that teardown and janitor find it. */
  startCompanion(companion: Companion): Promise<string>
  removeContainer(container: string): Promise<void>
}

export interface ContainerState {
  readonly id: string
  readonly service: string
  readonly task: string
  readonly image: string
  readonly imageId: string
  readonly createdAt: number
}

export interface ExecOptions {
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  readonly user?: string
  readonly timeoutMs?: number
}

export interface ExecResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface ContainerDetails {
  readonly running: boolean
  readonly exitCode: number
  readonly oomKilled: boolean
  /** Output of the last health checks, oldest first. */
  readonly healthLog: readonly string[]
  readonly mounts: readonly {
    readonly type: string
    readonly name: string | undefined
    readonly destination: string
    readonly writable: boolean
  }[]
  readonly env: Readonly<Record<string, string>>
}

export interface Companion {
  readonly stack: string
  readonly name: string
  readonly image: string
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly volumes: readonly { readonly volume: string; readonly path: string; readonly readOnly: boolean }[]
}

export interface SwarmObjects {
  createSecret(secret: { readonly name: string; readonly stack: string; readonly value: string }): Promise<void>
  secretNames(): Promise<readonly string[]>
  /** Every thing of a kind by name, with the stack that it belongs to; undefined for one that belongs to none. */
  owners(kind: 'volumes' | 'secrets' | 'configs' | 'networks'): Promise<ReadonlyMap<string, string | undefined>>
  /** Everything that belongs to a stack and still exists: by stack label, by name prefix for secrets, companions included. */
  belongings(stack: string): Promise<Belongings>
  /** Removes one thing; a thing that is gone already is no error, one in use throws STILL_IN_USE. */
  remove(kind: keyof Belongings, nameOrId: string): Promise<void>
  /** The image's id, or undefined when this node does not have it. */
  imageId(reference: string): Promise<string | undefined>
  /** Throws IMAGE_PULL_FAILED with the registry's own words. */
  pull(reference: string, signal?: AbortSignal): Promise<void>
  network(
    name: string,
  ): Promise<{ readonly driver: string; readonly attachable: boolean; readonly subnets: readonly string[] } | undefined>
  /** Creates an empty volume labelled as belonging to the stack, for volumes that a recipe declares external. */
  createVolume(name: string, stack: string): Promise<void>
}

export interface Belongings {
  readonly services: readonly string[]
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
  readonly secrets: readonly string[]
  readonly configs: readonly string[]
}
