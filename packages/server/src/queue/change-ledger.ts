import type { Clock } from '@cc-ci/kernel'
import type { ServerStore } from '../ports/server-store.js'
import type { QueueChange, Report, Told } from './queue-change.js'

export interface LedgerParts {
  readonly store: ServerStore
  readonly clock: Pick<Clock, 'now'>
  readonly report: Report
  /** Told after each change; by then it is stored, unless a transaction around it was undone. */
  readonly onChange?: ((change: QueueChange) => void) | undefined
}

/** Notes a change: what is to be told of it, by the report unless it is handed in. */
export type Note = (change: QueueChange, told?: readonly Told[]) => void

/** Writes a change of state and what is to be told of it in one transaction. */
export class ChangeLedger {
  readonly #parts: LedgerParts

  constructor(parts: LedgerParts) {
    this.#parts = parts
  }

  /** Epoch seconds, with fractions. */
  now(): number {
    return this.#parts.clock.now().getTime() / 1000
  }

  change<T>(work: (note: Note, at: number) => T): T {
    const { store, report, onChange } = this.#parts
    const at = this.now()
    const changes: QueueChange[] = []
    const note: Note = (change, told = report(change)) => {
      changes.push(change)
      for (const { key, seq, outgoing } of told) store.tell(key, seq, outgoing, at)
    }
    const result = store.transaction(() => work(note, at))
    if (onChange !== undefined) queueMicrotask(() => changes.forEach((change) => void onChange(change)))
    return result
  }
}
