import { createHash } from 'node:crypto'
import type Docker from 'dockerode'
import type { ServiceState, StackState, TaskState, UpdateState } from '../ports/swarm.js'
import type { DockerConnection } from './docker-connection.js'
import { stackLabel } from './docker-labels.js'

/** What we read of a task template; the client's types know the health check only under a name the API never uses. */
interface TaskTemplate {
  readonly ContainerSpec?: { readonly Image?: string; readonly Healthcheck?: { readonly Test?: readonly string[] } }
  readonly Resources?: unknown
  readonly RestartPolicy?: { readonly Condition?: string; readonly MaxAttempts?: number }
  readonly Networks?: unknown
  readonly LogDriver?: unknown
  readonly ForceUpdate?: number
}

/** A task as the Engine API lists it; dockerode leaves it untyped. */
interface ListedTask {
  readonly ID: string
  readonly ServiceID: string
  readonly Slot?: number
  readonly NodeID?: string
  readonly CreatedAt: string
  readonly DesiredState: string
  readonly Spec: TaskTemplate
  readonly Status: {
    readonly Timestamp: string
    readonly State: string
    readonly Message?: string
    readonly Err?: string
    readonly ContainerStatus?: { readonly ContainerID?: string; readonly ExitCode?: number }
  }
}

/** Services and tasks of one stack, without tasks whose service is removed already. */
export async function readStackState(docker: DockerConnection, stack: string): Promise<StackState> {
  const filters = { label: [`${stackLabel}=${stack}`] }
  const [services, tasks] = await Promise.all([
    docker.ask((client) => client.listServices({ filters, status: true })),
    docker.ask((client): Promise<ListedTask[]> => client.listTasks({ filters })),
  ])
  return toStackState(services, tasks)
}

/** Services by name, tasks oldest first: Docker's own order says nothing. */
function toStackState(services: readonly Docker.Service[], listed: readonly ListedTask[]): StackState {
  const names = new Map(services.map((service) => [service.ID, service.Spec?.Name ?? service.ID]))
  const tasks = listed.flatMap((task) => {
    const service = names.get(task.ServiceID)
    return service === undefined ? [] : [toTask(task, service)]
  })
  return {
    services: services.map((service) => toService(service, tasks)).sort(by(({ name }) => name)),
    tasks: tasks.sort(by(({ createdAt }) => createdAt)),
  }
}

function toTask(task: ListedTask, service: string): TaskState {
  const { Status: status, Spec: spec } = task
  return {
    id: task.ID,
    service,
    slot: String(task.Slot ?? task.NodeID ?? ''),
    createdAt: Date.parse(task.CreatedAt),
    since: Date.parse(status.Timestamp),
    state: status.State,
    desiredState: task.DesiredState,
    message: status.Message ?? '',
    error: status.Err ?? '',
    exitCode: status.ContainerStatus?.ExitCode,
    container: status.ContainerStatus?.ContainerID || undefined,
    image: spec.ContainerSpec?.Image ?? '',
    taskHash: taskHash(spec),
  }
}

function toService(service: Docker.Service, tasks: readonly TaskState[]): ServiceState {
  const spec = service.Spec ?? {}
  const template = (spec.TaskTemplate ?? {}) as TaskTemplate
  const container = template.ContainerSpec ?? {}
  const own = tasks.filter((task) => task.service === spec.Name && task.desiredState === 'running')
  const healthTest = container.Healthcheck?.Test ?? []
  return {
    id: service.ID,
    name: spec.Name ?? service.ID,
    ...modeAndDesired(service, own.length),
    running: own.filter((task) => task.state === 'running').length,
    image: container.Image ?? '',
    labels: spec.Labels ?? {},
    templateHash: digest([template, spec.EndpointSpec ?? {}]),
    taskHash: taskHash(template),
    update: updateOf(service.UpdateStatus),
    restart: {
      condition: conditionOf(template.RestartPolicy?.Condition),
      maxAttempts: template.RestartPolicy?.MaxAttempts || undefined,
    },
    failureAction: failureActionOf(spec.UpdateConfig?.FailureAction),
    hasHealthcheck: healthTest.length > 0 && healthTest[0] !== 'NONE',
  }
}

function modeAndDesired(service: Docker.Service, wanted: number): Pick<ServiceState, 'mode' | 'desired'> {
  const mode = service.Spec?.Mode ?? {}
  const counted = service.ServiceStatus?.DesiredTasks ?? wanted
  if (mode.ReplicatedJob !== undefined) return { mode: 'job', desired: mode.ReplicatedJob.TotalCompletions ?? 1 }
  if (mode.GlobalJob !== undefined) return { mode: 'job', desired: counted }
  if (mode.Global !== undefined) return { mode: 'global', desired: counted }
  return { mode: 'replicated', desired: mode.Replicated?.Replicas ?? 1 }
}

function updateOf(status: Docker.UpdateStatus | undefined): ServiceState['update'] {
  if (status?.State === undefined) return undefined
  return {
    state: status.State as UpdateState,
    startedAt: Date.parse(status.StartedAt ?? '') || 0,
    message: status.Message ?? '',
  }
}

function conditionOf(condition: string | undefined): ServiceState['restart']['condition'] {
  return condition === 'none' || condition === 'on-failure' ? condition : 'any'
}

function failureActionOf(action: string | undefined): ServiceState['failureAction'] {
  return action === 'continue' || action === 'rollback' ? action : 'pause'
}

/** What Swarm compares to tell an old task from a new one; a service's template has a runtime besides, a task has not. */
function taskHash(template: TaskTemplate): string {
  const { ContainerSpec, Resources, RestartPolicy, Networks, LogDriver, ForceUpdate = 0 } = template
  return digest([ContainerSpec, Resources, RestartPolicy, Networks, LogDriver, ForceUpdate])
}

function by<Item>(key: (item: Item) => string | number): (one: Item, other: Item) => number {
  return (one, other) => (key(one) < key(other) ? -1 : 1)
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
