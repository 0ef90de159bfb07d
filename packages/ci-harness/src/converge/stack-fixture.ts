import type { ServiceState, SwarmEvent, TaskState } from '../ports/swarm.js'
import type { ConvergenceView } from './view.js'

const second = 1_000

/** When the deploy of the fixtures was asked for. */
export const deployedAt = Date.parse('2026-01-01T00:00:00Z')

/** A service as an Engine 20.10 reports it a moment after `docker stack deploy`. */
export function service(state: Partial<ServiceState> = {}): ServiceState {
  return {
    id: 'service1',
    name: 'shop_app',
    mode: 'replicated',
    desired: 1,
    running: 0,
    image: 'shop:2',
    labels: {},
    templateHash: 'template2',
    taskHash: 'task2',
    update: undefined,
    restart: { condition: 'any', maxAttempts: undefined },
    failureAction: 'pause',
    hasHealthcheck: false,
    ...state,
  }
}

/** A running task of that service. */
export function task(state: Partial<TaskState> = {}): TaskState {
  return {
    id: 'task1',
    service: 'shop_app',
    slot: '1',
    createdAt: deployedAt + second,
    since: deployedAt + 2 * second,
    state: 'running',
    desiredState: 'running',
    message: 'started',
    error: '',
    exitCode: undefined,
    container: 'container1',
    image: 'shop:2',
    taskHash: 'task2',
    ...state,
  }
}

export function rejected(error: string): TaskState {
  return task({ state: 'rejected', desiredState: 'shutdown', container: undefined, error })
}

export function notStarted(error: string): TaskState {
  return task({
    state: 'failed',
    desiredState: 'shutdown',
    exitCode: 128,
    error: `starting container failed: ${error}`,
  })
}

export function pending(error: string): TaskState {
  return task({ state: 'pending', container: undefined, error: `no suitable node (${error})` })
}

type Kind = Exclude<SwarmEvent['kind'], 'exit' | 'update' | 'other'>

export function event(kind: Kind, id = 'task1', container = 'container1'): SwarmEvent {
  return { kind, service: 'shop_app', task: id, slot: '1', container, at: deployedAt + 3 * second }
}

/** Exits of one slot, one task after the other. */
export function exits(...codes: readonly number[]): readonly SwarmEvent[] {
  return codes.map((exitCode, index) => ({
    kind: 'exit',
    service: 'shop_app',
    task: `task${index + 1}`,
    slot: '1',
    container: `container${index + 1}`,
    exitCode,
    at: deployedAt + (index + 2) * second,
  }))
}

/** Ten seconds after the deploy. */
export function view(state: Partial<ConvergenceView> = {}): ConvergenceView {
  return {
    stack: 'shop',
    services: [service()],
    tasks: [],
    baseline: new Set(),
    events: [],
    startedAt: deployedAt,
    now: deployedAt + 10 * second,
    ...state,
  }
}
