import type { ServiceState, SwarmEvent, TaskState } from '../ports/swarm.js'

/** All that a decision about a stack may rest on. Times are epoch milliseconds. */
export interface ConvergenceView {
  readonly stack: string
  readonly services: readonly ServiceState[]
  readonly tasks: readonly TaskState[]
  /** Tasks that were there before this deploy: their failures are none of it. */
  readonly baseline: ReadonlySet<string>
  /** What happened since this deploy was asked for, oldest first. */
  readonly events: readonly SwarmEvent[]
  readonly startedAt: number
  readonly now: number
}

/**
 * What the wait is for. `fresh`: a first deploy. `redeploy`: that every service whose template changed has been updated,
 * and not rolled back; `before` is keyed by the full service name. `settled`: that a running stack is quiet.
 */
export type Expectation =
  | { readonly kind: 'fresh' | 'settled' }
  | { readonly kind: 'redeploy'; readonly before: Readonly<Record<string, ServiceBefore>> }

export interface ServiceBefore {
  readonly templateHash: string
  readonly updateStartedAt: number | undefined
}

/** Swarm makes a global service's tasks a moment after the service. */
export const globalGraceMs = 5_000

const ended = new Set(['complete', 'shutdown', 'failed', 'rejected', 'remove', 'orphaned'])

export function hasEnded(task: TaskState): boolean {
  return ended.has(task.state)
}

export function isUpdating({ update }: ServiceState): boolean {
  return update?.state === 'updating' || update?.state === 'rollback_started'
}

/** The service's name within its stack. */
export function shortName(stack: string, service: string): string {
  return service.startsWith(`${stack}_`) ? service.slice(stack.length + 1) : service
}

/** Tasks that this deploy made and that still count for it. */
export function ownTasks(view: ConvergenceView): readonly TaskState[] {
  return view.tasks.filter((task) => task.desiredState !== 'remove' && !view.baseline.has(task.id))
}

/** What was there for a service before this redeploy; undefined for a service that is new or that nobody redeploys. */
export function stateBefore(service: ServiceState, expectation: Expectation): ServiceBefore | undefined {
  return expectation.kind === 'redeploy' ? expectation.before[service.name] : undefined
}
