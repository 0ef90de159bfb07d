import type { Clock } from '@cc-ci/kernel'
import type { ContainerAccess } from '../ports/swarm.js'

const everyMs = 2_000
const mebibyte = 1024 * 1024

type MemoryReader = Pick<ContainerAccess, 'containers' | 'memoryOf'>

/** Samples the memory of all containers of a stack every two seconds and keeps the highest sum. */
export class MemoryMeter {
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  #peakBytes: number | undefined

  constructor(stack: string, world: { clock: Clock; swarm: MemoryReader }) {
    this.#done = this.#measure(stack, world)
  }

  /** Ends the sampling; the peak in MiB, null when no sample could be taken. */
  async stop(): Promise<number | null> {
    this.#stop.abort()
    await this.#done
    return this.#peakBytes === undefined ? null : Math.round(this.#peakBytes / mebibyte)
  }

  async #measure(stack: string, { clock, swarm }: { clock: Clock; swarm: MemoryReader }): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const sum = await sampleMemory(stack, swarm)
      if (sum !== undefined) this.#peakBytes = Math.max(this.#peakBytes ?? 0, sum)
      await clock.sleep(everyMs, this.#stop.signal).catch(() => undefined)
    }
  }
}

/** A failed sample is no sample: the run goes on without it. */
async function sampleMemory(stack: string, swarm: MemoryReader): Promise<number | undefined> {
  try {
    const containers = await swarm.containers(stack)
    const samples = await Promise.all(containers.map(({ id }) => swarm.memoryOf(id)))
    const known = samples.filter((bytes) => bytes !== undefined)
    return known.length === 0 ? undefined : known.reduce((sum, bytes) => sum + bytes, 0)
  } catch {
    return undefined
  }
}
