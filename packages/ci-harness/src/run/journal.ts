import { appendFileSync } from 'node:fs'
import type { RunEvent, RunEventBody } from '@cc-ci/contracts/run-event'
import type { Clock } from '@cc-ci/kernel'
import { maskTexts } from './secret-mask.js'

export interface PhaseRecord {
  readonly name: string
  /** Seconds since the run started. */
  readonly start: number
  readonly seconds: number
}

/** The run's one stream of events: a line each in `events.jsonl`, at once, and to whoever listens. It never throws. */
export class Journal {
  readonly phases: PhaseRecord[] = []
  readonly #runId: string
  readonly #file: string
  readonly #clock: Clock
  readonly #listener: (event: RunEvent) => void
  readonly #mask: (text: string) => string
  readonly #begun: number

  constructor(options: {
    runId: string
    file: string
    clock: Clock
    listener: (event: RunEvent) => void
    mask: (text: string) => string
  }) {
    this.#runId = options.runId
    this.#file = options.file
    this.#clock = options.clock
    this.#listener = options.listener
    this.#mask = options.mask
    this.#begun = options.clock.monotonic()
  }

  emit(body: RunEventBody): void {
    const plain = { at: this.#clock.now().getTime() / 1000, runId: this.#runId, ...body } as RunEvent
    const event = maskTexts(plain, this.#mask)
    // Synchronous, so that what happened before a kill -9 is on disk.
    attempt(() => appendFileSync(this.#file, `${JSON.stringify(event)}\n`))
    attempt(() => this.#listener(event))
  }

  note(text: string, severity: 'info' | 'warning' = 'info'): void {
    this.emit({ type: 'note', severity, text })
  }

  /** Seconds since the run started. */
  elapsed(): number {
    return (this.#clock.monotonic() - this.#begun) / 1000
  }

  /** Runs a part of the run and records how long it took, whether or not it throws. */
  async phase<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = this.elapsed()
    this.emit({ type: 'phase.started', phase: name })
    try {
      return await work()
    } finally {
      const seconds = this.elapsed() - start
      this.phases.push({ name, start, seconds })
      this.emit({ type: 'phase.finished', phase: name, seconds })
    }
  }
}

/** A full disk or a broken terminal must neither keep the run from its teardown nor change its verdict. */
function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // The result tells the same, later.
  }
}
