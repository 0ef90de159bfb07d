import { CcCiError } from '@cc-ci/kernel'
import type { ContainerAccess, ContainerState, ExecOptions, ExecResult } from '../ports/swarm.js'

/** What a program was started with. */
export interface ScriptedCall {
  readonly container: string
  readonly command: readonly string[]
  readonly options: ExecOptions
}

type Answer = Partial<ExecResult> | 'container gone'

/** One running container of each service, in which every program answers by script. */
export class ScriptedContainers implements Pick<ContainerAccess, 'containers' | 'exec' | 'inspectContainer' | 'logs'> {
  readonly calls: ScriptedCall[] = []
  readonly #answer: (call: ScriptedCall) => Answer
  readonly #gone = new Set<string>()

  constructor(answer: (call: ScriptedCall) => Answer) {
    this.#answer = answer
  }

  async containers(stack: string, service = `${stack}_app`): Promise<readonly ContainerState[]> {
    const id = `container of ${service}`
    return this.#gone.has(id) ? [] : [{ id, service, task: 't', image: 'i', imageId: 'i', createdAt: 0 }]
  }

  async exec(container: string, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const call = { container, command, options }
    this.calls.push(call)
    const answer = this.#gone.has(container) ? 'container gone' : this.#answer(call)
    if (answer === 'container gone') throw new CcCiError('CONTAINER_GONE', `${container} is gone`)
    return { exitCode: 0, stdout: '', stderr: '', ...answer }
  }

  async inspectContainer(): Promise<undefined> {
    return undefined
  }

  async logs(): Promise<readonly string[]> {
    return []
  }

  async removeContainer(container: string): Promise<void> {
    this.#gone.add(container)
  }
}
