import type { ContainerAccess, SwarmEvent } from '../ports/swarm.js'

const shownLogLines = 40

/** Swarm itself keeps five ended tasks per slot. */
const mostContainers = 20

/** What a failed container leaves to judge it by. */
export interface ContainerEvidence {
  readonly logs: readonly string[]
  readonly exitCode: number | undefined
  readonly oomKilled: boolean | undefined
  readonly healthLog: readonly string[]
}

const nothing: ContainerEvidence = { logs: [], exitCode: undefined, oomKilled: undefined, healthLog: [] }

/** Saves the evidence of a container at the first sign of trouble, because Swarm soon prunes it. */
export class EvidenceKeeper {
  readonly #containers: Pick<ContainerAccess, 'logs' | 'inspectContainer'>
  readonly #kept = new Map<string, Promise<ContainerEvidence>>()

  constructor(containers: Pick<ContainerAccess, 'logs' | 'inspectContainer'>) {
    this.#containers = containers
  }

  notice(event: SwarmEvent): void {
    if (event.kind !== 'exit' && event.kind !== 'unhealthy' && event.kind !== 'oom') return
    this.#kept.set(event.container, this.#gather(event.container))
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined && this.#kept.size > mostContainers) this.#kept.delete(oldest)
  }

  /** Never fails: what cannot be read any more is left out. */
  evidenceOf(container: string): Promise<ContainerEvidence> {
    return this.#kept.get(container) ?? this.#gather(container)
  }

  async #gather(container: string): Promise<ContainerEvidence> {
    const [logs, details] = await Promise.all([
      this.#containers.logs(container, shownLogLines).catch(() => []),
      this.#containers.inspectContainer(container).catch(() => undefined),
    ])
    if (details === undefined) return { ...nothing, logs }
    const { running, exitCode, oomKilled, healthLog } = details
    return { logs, exitCode: running ? undefined : exitCode, oomKilled, healthLog }
  }
}
