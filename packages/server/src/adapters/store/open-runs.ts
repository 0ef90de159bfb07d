import type { QueuedRun } from '../../queue/queued-run.js'

export interface OpenRunsSource {
  readonly readAll: () => readonly QueuedRun[]
  readonly readOne: (seq: number) => QueuedRun | undefined
}

/**
 * The queued and running runs, kept in memory by the one process that writes them: reading a thousand rows with every
 * change of the queue is most of what it would cost. Oldest first, because a new run is the newest.
 */
export class OpenRuns {
  readonly #source: OpenRunsSource
  #known: Map<number, QueuedRun> | undefined

  constructor(source: OpenRunsSource) {
    this.#source = source
  }

  list(): readonly QueuedRun[] {
    return [...this.#load().values()]
  }

  one(seq: number): QueuedRun | undefined {
    return this.#load().get(seq)
  }

  /** After a row was written. */
  refresh(seq: number): void {
    const known = this.#load()
    const run = this.#source.readOne(seq)
    if (run !== undefined && (run.state === 'queued' || run.state === 'running')) known.set(seq, run)
    else known.delete(seq)
  }

  /** After rows that were written are not any more. */
  forget(): void {
    this.#known = undefined
  }

  #load(): Map<number, QueuedRun> {
    this.#known ??= new Map(this.#source.readAll().map((run) => [run.seq, run]))
    return this.#known
  }
}
